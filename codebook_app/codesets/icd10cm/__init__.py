"""ICD-10-CM: the grammar of its codes, its tabular XML and the rules that complete codes."""
