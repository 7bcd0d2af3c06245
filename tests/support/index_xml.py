"""Small invented indexes and tables in the official XML format, beside those of tabular_xml.

Every title here is invented; only the shape is CDC's. Pieces are strings that nest::

    index(main("Sample fever", "A00", term("lake<nemod>(cold)</nemod>", "A01.-"),
               leads("see", "Sample pain, lake")))
"""

from __future__ import annotations

from xml.sax.saxutils import escape

DISEASES = "ICD-10-CM INDEX TO DISEASES and INJURIES"
EXTERNAL = "ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX"
NEOPLASM_COLUMNS = (
    "Neoplasm", "Malignant Primary", "Malignant Secondary", "Ca in situ", "Benign",
    "Uncertain Behavior", "Unspecified Behavior",
)  # fmt: skip
DRUG_COLUMNS = (
    "Substance", "Poisoning Accidental (unintentional)", "Poisoning Intentional self-harm",
    "Poisoning Assault", "Poisoning Undetermined", "Adverse effect", "Underdosing",
)  # fmt: skip


def leads(element: str, text: str) -> str:
    """Return what a term leads to: ``leads("manif", "G01")``."""
    return f"<{element}>{escape(text)}</{element}>\n"


def cells(*codes: str) -> str:
    """Return the cells of a row from column 2 on; None-like ``""`` leaves a column out."""
    return "".join(
        f'<cell col="{column}">{code}</cell>\n' for column, code in enumerate(codes, 2) if code
    )


def main(title: str, code: str = "", *parts: str) -> str:
    """Return a main term; *title* may hold ``<nemod>`` elements, *parts* stand behind its code."""
    return f"<mainTerm>\n<title>{title}</title>\n{_code(code)}{''.join(parts)}</mainTerm>\n"


def term(level: int, title: str, code: str = "", *parts: str) -> str:
    """Return a subterm of *level*, from 1."""
    inside = f"<title>{title}</title>\n{_code(code)}{''.join(parts)}"
    return f'<term level="{level}">\n{inside}</term>\n'


def index(*main_terms: str, title: str = DISEASES, year: int | str = 2099) -> str:
    """Return an index as a whole XML file, its main terms below one letter."""
    return _whole(f"<title>{title}</title>\n", main_terms, year)


def table(columns: tuple[str, ...], *main_terms: str, year: int | str = 2099) -> str:
    """Return a table as a whole XML file."""
    heads = "".join(
        f'<head col="{column}">{escape(text)}</head>\n' for column, text in enumerate(columns, 1)
    )
    return _whole(f"<indexHeading>\n{heads}</indexHeading>\n", main_terms, year)


def sample_index(year: int = 2099) -> str:
    """Return an index into the sample of tabular_xml, with a little of everything.

    17 terms, 6 of them main terms; of 13 codes 3 are incomplete, 1 (``Q99.9``) leads nowhere.
    """
    return index(
        main("Lost<nemod>(and found)</nemod> sample, gas from", "Q99.9"),
        main(
            "Sample diabetes, diabetic<nemod>(mellitus) (sugar)</nemod>",
            "E11.9",
            term(
                1,
                "type 2",
                "E11.9",
                term(
                    2,
                    "with",
                    "",
                    term(3, "chronic sample kidney disease", "E11.22"),
                    term(3, "nephropathy", "E11.21"),
                    term(3, "arthropathy NEC", "E11.2-", leads("manif", "M14.8-")),
                ),
            ),
            term(1, "due to underlying condition", "E08.9"),
        ),
        main(
            "Sample fever<nemod>(s)</nemod>",
            "",
            leads("seeAlso", "Sample pain"),
            term(1, "delta", "A00"),
            term(1, "lake<nemod>(cold)</nemod> NEC", "A01.1"),
            term(1, "nerve", "", leads("subcat", "A01.0")),
        ),
        main("Sample fracture", "", leads("see", "Sample injury, forearm")),
        main(
            "Sample injury",
            "",
            term(1, "forearm", "S52.0-"),
            term(1, "head", "", leads("seecat", "S06")),
        ),
        main("Sample pain", "", leads("see", "condition")),
        year=year,
    )


def sample_external(year: int = 2099) -> str:
    """Return an external cause index of 3 terms, 1 of them a main term."""
    return index(
        main(
            "Sample striking<nemod>(by) (against)</nemod> NEC",
            "W20",
            term(1, "sports equipment", "W21.8", term(2, "not listed", "W21.89")),
        ),
        title=EXTERNAL,
        year=year,
    )


def sample_neoplasm(year: int = 2099) -> str:
    """Return a neoplasm table of 3 terms; its codes stand in no sample tabular list."""
    return table(
        NEOPLASM_COLUMNS,
        main(
            "Neoplasm, sample",
            "",
            cells("C80.1", "C79.9", "-", "D36.9", "D48.9", "D49.9"),
            term(1, "elbow", "", cells("C76.4-", "", "--", "D36.7")),
            term(1, "knee", "", leads("see", "Neoplasm, elbow")),
        ),
        year=year,
    )


def sample_drugs(year: int = 2099) -> str:
    """Return a table of drugs of 3 terms, 2 of them main terms."""
    return table(
        DRUG_COLUMNS,
        main("Sample acid", "", leads("see", "Sample drug")),
        main(
            "Sample drug<nemod>(liquid)</nemod> NEC",
            "",
            cells("T36.0X1", "T36.0X1", "--", "--", "T36.0X5", "--"),
            term(1, "vapor", "", cells("T36.0X1")),
        ),
        year=year,
    )


def _code(code: str) -> str:
    return leads("code", code) if code else ""


def _whole(heading: str, main_terms: tuple[str, ...], year: int | str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n'
        f"<version>{year}</version>\n{heading}<letter>\n<title>S</title>\n"
        f"{''.join(main_terms)}</letter>\n</ICD10CM.index>\n"
    )
