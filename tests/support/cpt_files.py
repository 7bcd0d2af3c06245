"""Small files in the layouts of a licensed AMA folder. Every descriptor and notice is invented."""

from __future__ import annotations

from collections.abc import Sequence

from support.official_texts import a_file

from codebook_app.codesets.archive import OfficialFile

NOTICE = (
    "Sample data files, CPT 2026\n"
    "CPT is a registered trademark of the American Medical Association.\n"
    "\n"
    "Copyright 1995-2025 Sample Owner. Sample words about a licence."
)
LONG = {
    "99202": "Sample service 1",
    "99203": "Sample service 2, with a text that goes on for longer than a medium descriptor may",
    "00100": "Sample anesthesia 1",
    "99100": "Sample circumstance 1",
    "10004": "Sample surgery 1",
    "70010": "Sample imaging 1",
    "80047": "Sample panel 1",
    "0001U": "Sample analysis 1",
    "0002M": "Sample assay 1",
    "90281": "Sample globulin 1",
    "99500": "Sample home visit 1",
    "0001F": "Sample measure 1",
    "0042T": "Sample technology 1",
}


def headed(*lines: str, notice: str = NOTICE) -> str:
    """Return a file's text: the notice, a blank line, then *lines*, with CRLF."""
    text = "\n".join([*([notice, ""] if notice else []), *lines, ""])
    return text.replace("\n", "\r\n")


def longult(described: dict[str, str] = LONG, notice: str = NOTICE) -> OfficialFile:
    lines = (f"{code}\t{text}" for code, text in described.items())
    return a_file(headed(*lines, notice=notice), "LONGULT.txt")


def medu(described: dict[str, str], notice: str = NOTICE, name: str = "MEDU.txt") -> OfficialFile:
    return _fixed(described, 48, notice, name)


def shortu(described: dict[str, str], notice: str = NOTICE) -> OfficialFile:
    return _fixed(described, 28, notice, "SHORTU.txt")


def consumer(*rows: Sequence[str], notice: str = NOTICE) -> OfficialFile:
    heading = "Concept Id\tCPT Code\tConsumer Friendly Descriptor"
    return a_file(headed(heading, *map("\t".join, rows), notice=notice), "ConsumerDescriptor.txt")


def clinician(*rows: Sequence[str], notice: str = NOTICE) -> OfficialFile:
    heading = "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor"
    return a_file(headed(heading, *map("\t".join, rows), notice=notice), "ClinicianDescriptor.txt")


def consolidated(*rows: Sequence[str], notice: str = NOTICE) -> OfficialFile:
    heading = "Concept Id\tCPT Code\tLong\tMedium\tShort\tConsumer\tSpanish Consumer\tLab Name"
    text = headed(heading, *map("\t".join, rows), notice=notice)
    return a_file(text, "Consolidated_Code_List.txt", "utf-8")


def modul(*lines: str, notice: str = NOTICE) -> OfficialFile:
    return a_file(headed(*lines, notice=notice), "MODUL.txt")


MODIFIERS = modul(
    "22 Sample increased work: Sample words that explain",
    "it over two lines.",
    "",
    "Sample heading of others",
    "",
    "1P Sample exclusion",
    "LT Sample left side",
)


def _fixed(described: dict[str, str], width: int, notice: str, name: str) -> OfficialFile:
    lines = (f"{code} {text.upper()[:width]:<{width}}" for code, text in described.items())
    return a_file(headed(*lines, notice=notice), name)
