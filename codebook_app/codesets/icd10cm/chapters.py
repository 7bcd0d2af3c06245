"""The chapters of ICD-10-CM, for lists of codes that do not print them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedChapter:
    """A chapter's *number*, its *title* as the tabular list prints it, its *first* category."""

    number: str
    title: str
    first: str


# As the tabular list heads them (CDC/NCHS, FY2026), by their first category.
_CHAPTERS = (
    PrintedChapter("1", "Certain infectious and parasitic diseases (A00-B99)", "A00"),
    PrintedChapter("2", "Neoplasms (C00-D49)", "C00"),
    PrintedChapter(
        "3",
        "Diseases of the blood and blood-forming organs and certain disorders involving the immune"
        " mechanism (D50-D89)",
        "D50",
    ),
    PrintedChapter("4", "Endocrine, nutritional and metabolic diseases (E00-E89)", "E00"),
    PrintedChapter("5", "Mental, Behavioral and Neurodevelopmental disorders (F01-F99)", "F01"),
    PrintedChapter("6", "Diseases of the nervous system (G00-G99)", "G00"),
    PrintedChapter("7", "Diseases of the eye and adnexa (H00-H59)", "H00"),
    PrintedChapter("8", "Diseases of the ear and mastoid process (H60-H95)", "H60"),
    PrintedChapter("9", "Diseases of the circulatory system (I00-I99)", "I00"),
    PrintedChapter("10", "Diseases of the respiratory system (J00-J99)", "J00"),
    PrintedChapter("11", "Diseases of the digestive system (K00-K95)", "K00"),
    PrintedChapter("12", "Diseases of the skin and subcutaneous tissue (L00-L99)", "L00"),
    PrintedChapter(
        "13", "Diseases of the musculoskeletal system and connective tissue (M00-M99)", "M00"
    ),
    PrintedChapter("14", "Diseases of the genitourinary system (N00-N99)", "N00"),
    PrintedChapter("15", "Pregnancy, childbirth and the puerperium (O00-O9A)", "O00"),
    PrintedChapter("16", "Certain conditions originating in the perinatal period (P00-P96)", "P00"),
    PrintedChapter(
        "17",
        "Congenital malformations, deformations and chromosomal abnormalities (Q00-QA0)",
        "Q00",
    ),
    PrintedChapter(
        "18",
        "Symptoms, signs and abnormal clinical and laboratory findings, not elsewhere classified"
        " (R00-R99)",
        "R00",
    ),
    PrintedChapter(
        "19", "Injury, poisoning and certain other consequences of external causes (S00-T88)", "S00"
    ),
    PrintedChapter("22", "Codes for special purposes (U00-U85)", "U00"),
    PrintedChapter("20", "External causes of morbidity (V00-Y99)", "V00"),
    PrintedChapter(
        "21",
        "Factors influencing health status and contact with health services (Z00-Z99)",
        "Z00",
    ),
)


def chapter_of(code: str) -> PrintedChapter:
    """Return the chapter that *code* belongs to by its category."""
    place = bisect_right(_CHAPTERS, code, key=lambda chapter: chapter.first)
    return _CHAPTERS[max(place - 1, 0)]
