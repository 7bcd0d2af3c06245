"""Small invented tabular lists in the official XML format, and books made of them.

Every title and note here is invented; only the shape is CDC's. Pieces are strings that nest::

    tabular(chapter("4", "Sample disorders (E00-E89)", section("E08-E13", "Sample diabetes",
        diag("E11", "Sample diabetes, type 2", note("excludes1", "sample (E10.-)"),
             diag("E11.9", "Sample diabetes, type 2, without complications")))))
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.release import Release
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

ENCOUNTER = {"A": "initial encounter", "D": "subsequent encounter", "S": "sequela"}
FRACTURE = {
    "A": "initial encounter for closed fracture",
    "B": "initial encounter for open fracture",
    "D": "subsequent encounter for fracture with routine healing",
    "S": "sequela",
}

LINES = 79
BILLABLE = 46


def note(kind: str, *texts: str) -> str:
    """Return one container, ``note("excludes1", "sample disease (A00-A09)")``."""
    notes = "".join(f"<note>{escape(text)}</note>" for text in texts)
    return f"<{kind}>{notes}</{kind}>\n"


def seventh(characters: Mapping[str, str]) -> str:
    """Return a definition of seventh characters, with the sentence the book sets before it."""
    extensions = "".join(
        f"<extension char={quoteattr(character)}>{escape(meaning)}</extension>"
        for character, meaning in characters.items()
    )
    told = note("sevenChrNote", "The sample 7th character is to be added to each code")
    return f"{told}<sevenChrDef>{extensions}</sevenChrDef>\n"


def diag(code: str, title: str, *parts: str, placeholder: bool = False) -> str:
    """Return a category, subcategory or code with its notes and the lines below it."""
    mark = ' placeholder="true"' if placeholder else ""
    inside = "".join(parts)
    return f"<diag{mark}>\n<name>{code}</name>\n<desc>{escape(title)}</desc>\n{inside}</diag>\n"


def section(code: str, title: str, *parts: str) -> str:
    """Return a section; one without categories is a wide block around the sections after it."""
    inside = "".join(parts)
    return f'<section id="{code}">\n<desc>{escape(title)} ({code})</desc>\n{inside}</section>\n'


def chapter(name: str, title: str, *parts: str) -> str:
    """Return a chapter with its notes and sections."""
    inside = "".join(parts)
    return f"<chapter>\n<name>{name}</name>\n<desc>{escape(title)}</desc>\n{inside}</chapter>\n"


def tabular(*chapters: str, year: int | str = 2099) -> str:
    """Return the whole XML file."""
    preface = (
        '<introduction><introSection type="title"><title>Sample preface</title></introSection>'
        "</introduction>\n"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.tabular>\n'
        f"<version>{year}</version>\n{preface}{''.join(chapters)}</ICD10CM.tabular>\n"
    )


def sample(year: int = 2099, title_of_e1122: str = "") -> str:
    """Return a tabular list with a little of everything the real ones have.

    Chapters 1, 4, 13, 14, 19, 20, 21; :data:`LINES` lines below the sections, :data:`BILLABLE` of
    them valid. Give another *title_of_e1122* to have a second edition that differs.
    """
    return tabular(
        _infections(),
        _diabetes(title_of_e1122 or "Type 2 sample diabetes with sample chronic kidney disease"),
        _joints(),
        _kidneys(),
        _injuries(),
        _external_causes(),
        _status(),
        year=year,
    )


def _infections() -> str:
    return chapter(
        "1",
        "Certain sample infections (A00-B99)",
        note("includes", "sample diseases generally recognized as communicable"),
        note("excludes2", "carrier of a sample disease (Z22.-)", "vitamin B12 is no code here"),
        section(
            "A00-A09",
            "Sample intestinal infections",
            diag("A00", "Sample river fever", note("inclusionTerm", "Sample delta fever")),
            diag(
                "A01",
                "Sample lake fever",
                note("excludes1", "sample lake fever, type F4, in carriers (Z22)"),
                diag("A01.0", "Sample lake fever, upper"),
                diag(
                    "A01.1",
                    "Sample lake fever, lower",
                    note("inclusionTerm", "Lower lake sickness NOS"),
                ),
            ),
        ),
        section(
            "B20",
            "Sample virus disease",
            diag(
                "B20",
                "Sample virus disease",
                note("excludes1", "sample virus carrier (Z21)"),
                note("useAdditionalCode", "code(s) to identify all manifestations (M14.-)"),
            ),
        ),
    )


def _diabetes(title_of_e1122: str) -> str:
    return chapter(
        "4",
        "Sample endocrine diseases (E00-E89)",
        note("notes", "All sample growths, whether active or not, are in Chapter 2 (D34-D35)."),
        note("excludes1", "transitory sample disorders of newborn (P70-P74)"),
        section(
            "E08-E13",
            "Sample diabetes",
            note("excludes1", "sample sugar in urine, found once (R81)"),
            diag(
                "E08",
                "Sample diabetes due to underlying condition",
                note("codeFirst", "the underlying sample condition, such as:", "river fever (A00)"),
                diag("E08.9", "Sample diabetes due to underlying condition, uncomplicated"),
            ),
            diag(
                "E10",
                "Type 1 sample diabetes",
                diag("E10.9", "Type 1 sample diabetes without complications"),
            ),
            diag(
                "E11",
                "Type 2 sample diabetes",
                note("includes", "sample diabetes NOS", "sample diabetes due to sample resistance"),
                note("useAdditionalCode", "code to identify control using sample insulin (Z79.4)"),
                note(
                    "excludes1",
                    "sample diabetes due to underlying condition (E08.-)",
                    "type 1 sample diabetes (E10.-)",
                    "sample joint disease, any (M13.0, M14.8-)",
                ),
                note("excludes2", "sample fever of lakes (A01)"),
                diag(
                    "E11.2",
                    "Type 2 sample diabetes with kidney complications",
                    diag("E11.21", "Type 2 sample diabetes with sample nephropathy"),
                    diag(
                        "E11.22",
                        title_of_e1122,
                        note(
                            "useAdditionalCode",
                            "code to identify stage of sample kidney disease (N18.1-N18.4)",
                        ),
                    ),
                ),
                diag(
                    "E11.3",
                    "Type 2 sample diabetes with eye complications",
                    diag(
                        "E11.32",
                        "Type 2 sample diabetes with mild sample retinopathy",
                        seventh({"1": "right eye", "2": "left eye", "9": "unspecified eye"}),
                        diag("E11.321", "Type 2 mild sample retinopathy with sample edema"),
                    ),
                ),
                diag("E11.9", "Type 2 sample diabetes without complications"),
            ),
        ),
    )


def _joints() -> str:
    return chapter(
        "13",
        "Sample joint diseases (M00-M99)",
        section("M00-M25", "Sample arthropathies", note("includes", "diseases of sample limbs")),
        section(
            "M05-M14",
            "Sample inflammatory joints",
            diag("M13", "Other sample arthritis", diag("M13.0", "Sample arthritis of many joints")),
            diag(
                "M14",
                "Sample arthropathies in other diseases classified elsewhere",
                note("codeFirst", "underlying disease, such as:", "sample diabetes (E08-E13)"),
                note("excludes1", "sample arthritis in diabetes (E08-E13 with .61-)"),
                diag(
                    "M14.8",
                    "Sample arthropathies in other specified diseases classified elsewhere",
                    diag("M14.80", "Sample arthropathy, unspecified site"),
                    diag("M14.81", "Sample arthropathy, left elbow"),
                ),
            ),
        ),
    )


def _kidneys() -> str:
    return chapter(
        "14",
        "Sample kidney diseases (N00-N99)",
        section(
            "N17-N19",
            "Sample kidney failure",
            diag(
                "N18",
                "Chronic sample kidney disease",
                note("codeFirst", "any associated:", "sample diabetic kidney disease (E11.22)"),
                note("inclusionTerm", "Sample renal insufficiency, long-standing"),
                diag("N18.1", "Chronic sample kidney disease, stage 1"),
                diag(
                    "N18.3",
                    "Chronic sample kidney disease, stage 3",
                    diag("N18.30", "Chronic sample kidney disease, stage 3 unspecified"),
                    diag("N18.31", "Chronic sample kidney disease, stage 3a"),
                ),
                diag("N18.4", "Chronic sample kidney disease, stage 4"),
            ),
        ),
    )


def _injuries() -> str:
    return chapter(
        "19",
        "Sample injuries (S00-T88)",
        note("excludes1", "sample birth trauma (P10-P15)"),
        section(
            "S00-S09",
            "Sample injuries to the head",
            diag(
                "S06",
                "Sample head injury",
                seventh(ENCOUNTER),
                note(
                    "notes",
                    "7th characters D and S do not apply to codes in category S06 with 6th"
                    " character 7 - sample end before waking, or 8 - sample end otherwise.",
                ),
                diag(
                    "S06.0",
                    "Sample concussion",
                    diag(
                        "S06.0X",
                        "Sample concussion",
                        diag("S06.0X0", "Sample concussion without sample sleep"),
                        diag("S06.0X7", "Sample concussion, ended before waking"),
                        diag("S06.0X8", "Sample concussion, ended otherwise"),
                        placeholder=True,
                    ),
                ),
            ),
        ),
        section(
            "S50-S59",
            "Sample injuries to the elbow and forearm",
            diag(
                "S52",
                "Sample fracture of forearm",
                note(
                    "notes",
                    "A sample fracture not indicated as open or closed is coded to closed",
                ),
                note("excludes1", "traumatic sample amputation (S58.-)"),
                note("excludes2", "open sample fracture of wrist (S62.- with 7th character B)"),
                seventh(FRACTURE),
                diag(
                    "S52.0",
                    "Sample fracture of the elbow",
                    diag("S52.01", "Sample fracture of the right elbow"),
                    diag("S52.02", "Sample fracture of the left elbow"),
                ),
            ),
        ),
        section(
            "T36-T50",
            "Sample drugs",
            diag(
                "T36",
                "Poisoning by, adverse effect of and underdosing of sample drugs",
                seventh(ENCOUNTER),
                diag(
                    "T36.0",
                    "Sample drug",
                    diag(
                        "T36.0X",
                        "Sample drug",
                        diag("T36.0X1", "Poisoning by sample drug, accidental"),
                        diag("T36.0X5", "Adverse effect of sample drug"),
                        placeholder=True,
                    ),
                ),
            ),
        ),
    )


def _external_causes() -> str:
    return chapter(
        "20",
        "Sample external causes (V00-Y99)",
        section("V00-X58", "Sample accidents"),
        section("W00-X58", "Other sample accidents", note("excludes1", "sample assault (X92-Y09)")),
        section(
            "W20-W49",
            "Sample exposure to forces",
            diag("W20", "Struck by a sample object", seventh(ENCOUNTER)),
            diag(
                "W21",
                "Struck by sample sports equipment",
                seventh(ENCOUNTER),
                diag(
                    "W21.8",
                    "Struck by other sample equipment",
                    diag("W21.89", "Struck by sample equipment not listed"),
                ),
            ),
        ),
    )


def _status() -> str:
    return chapter(
        "21",
        "Sample factors (Z00-Z99)",
        section(
            "Z20-Z29",
            "Sample communicable hazards",
            diag(
                "Z21",
                "Sample virus carrier",
                note("excludes1", "sample virus disease (B20)"),
                note("codeAlso", "any sample fever (A00-A01)"),
            ),
        ),
        section(
            "Z77-Z99",
            "Sample long-term states",
            diag(
                "Z79",
                "Long-term sample therapy",
                diag("Z79.4", "Long-term use of sample insulin"),
            ),
        ),
    )


def build_reference(
    tmp_path: Path, xml: str | bytes | None = None, *, release: str = "FY2099"
) -> ReferenceDb:
    """Return a book made of *xml*, by default of :func:`sample`; the test closes it."""
    source = sample() if xml is None else xml
    chunks = [source.encode() if isinstance(source, str) else source]
    content = assemble(read_tabular(chunks, "sample.xml"), "icd10cm", release)
    path = tmp_path / f"{release}.db"
    build_reference_db(path, ReleaseContent(content))
    return ReferenceDb.open(path, "icd10cm", release)


def install_sample(
    folders: Folders, xml: str | bytes | None = None, name: str = "tabular-sample.xml"
) -> Release:
    """Import *xml*, by default :func:`sample`, below *folders* and return what is now installed.

    A *name* that says April makes it the April update. In force 1 October 2098 to 30 September 2099
    unless *xml* states another year.
    """
    source = sample() if xml is None else xml
    with TemporaryDirectory() as elsewhere:
        path = Path(elsewhere, name)
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        releases = Releases(folders)
        try:
            (report,) = releases.import_paths([path])
            return releases.choose(report.code_set, None, report.release).release
        finally:
            releases.close()
