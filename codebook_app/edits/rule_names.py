"""The rules by the names that findings carry; ``resources/help/checks.md`` tells of each."""

OF_CODES = frozenset(
    {
        "also_a_code",
        "duplicate",
        "newer_than_installed",
        "not_billable",
        "not_valid_on_date",
        "placeholder",
        "seventh_character",
        "unknown_code",
    }
)
BETWEEN_CODES = frozenset(
    {
        "code_also",
        "code_first",
        "code_first_order",
        "excludes1",
        "external_cause_first",
        "external_cause_once",
        "laterality",
        "sequela_first",
        "unspecified",
        "use_additional_code",
        "where_applicable",
    }
)
OF_THE_GUIDELINES = frozenset(
    {
        "birth_record",
        "both_sides",
        "coma_scale",
        "combination_code",
        "external_cause_character",
        "external_cause_order",
        "first_only",
        "guideline_order",
        "initial_only",
        "missing_code",
        "mother_and_newborn",
        "never_first",
        "not_together",
        "presumed_link",
        "sepsis_order",
        "ulcer_stages",
    }
)
OF_THE_STAY = frozenset(
    {
        "age_conflict",
        "birth_date",
        "coverage",
        "discharge_status",
        "manifestation_first",
        "questionable_admission",
        "requires_secondary",
        "sex_conflict",
        "stay_dates",
        "unacceptable_principal",
        "unspecified_side",
        "wrong_procedure",
    }
)
OF_THE_CLAIM = frozenset(
    {
        "empty_pointer",
        "no_diagnosis",
        "not_on_claim",
        "poa_exempt",
        "poa_missing",
        "poa_not_reported",
        "pointer_missing",
        "procedure_date",
        "procedure_date_missing",
        "repeated_modifier",
        "repeated_pointer",
        "repeated_service",
        "too_many_codes",
        "too_many_modifiers",
        "too_many_pointers",
        "units",
        "unknown_modifier",
    }
)

RULE_NAMES = OF_CODES | BETWEEN_CODES | OF_THE_GUIDELINES | OF_THE_STAY | OF_THE_CLAIM
