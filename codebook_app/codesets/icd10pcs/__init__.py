"""ICD-10-PCS: the grammar of its codes, its order file, tables, index and definitions."""
