"""What CMS calls the sections and body systems, for releases whose files do not say it.

The order file names them in its headers only in part, a list of codes and titles not at all. The
tables do, and go before these names: body systems come and go with the years.
"""

from __future__ import annotations

_MEDICAL_AND_SURGICAL = """\
0 Central Nervous System and Cranial Nerves
1 Peripheral Nervous System
2 Heart and Great Vessels
3 Upper Arteries
4 Lower Arteries
5 Upper Veins
6 Lower Veins
7 Lymphatic and Hemic Systems
8 Eye
9 Ear, Nose, Sinus
B Respiratory System
C Mouth and Throat
D Gastrointestinal System
F Hepatobiliary System and Pancreas
G Endocrine System
H Skin and Breast
J Subcutaneous Tissue and Fascia
K Muscles
L Tendons
M Bursae and Ligaments
N Head and Facial Bones
P Upper Bones
Q Lower Bones
R Upper Joints
S Lower Joints
T Urinary System
U Female Reproductive System
V Male Reproductive System
W Anatomical Regions, General
X Anatomical Regions, Upper Extremities
Y Anatomical Regions, Lower Extremities
"""
_IMAGING = """\
0 Central Nervous System
2 Heart
3 Upper Arteries
4 Lower Arteries
5 Veins
7 Lymphatic System
8 Eye
9 Ear, Nose, Mouth and Throat
B Respiratory System
D Gastrointestinal System
F Hepatobiliary System and Pancreas
G Endocrine System
H Skin, Subcutaneous Tissue and Breast
L Connective Tissue
N Skull and Facial Bones
P Non-Axial Upper Bones
Q Non-Axial Lower Bones
R Axial Skeleton, Except Skull and Facial Bones
T Urinary System
U Female Reproductive System
V Male Reproductive System
W Anatomical Regions
Y Fetus and Obstetrical
"""
_NUCLEAR_MEDICINE = """\
0 Central Nervous System
2 Heart
5 Veins
7 Lymphatic and Hematologic System
8 Eye
9 Ear, Nose, Mouth and Throat
B Respiratory System
D Gastrointestinal System
F Hepatobiliary System and Pancreas
G Endocrine System
H Skin, Subcutaneous Tissue and Breast
P Musculoskeletal System
T Urinary System
V Male Reproductive System
W Anatomical Regions
"""
_RADIATION_THERAPY = """\
0 Central and Peripheral Nervous System
7 Lymphatic and Hematologic System
8 Eye
9 Ear, Nose, Mouth and Throat
B Respiratory System
D Gastrointestinal System
F Hepatobiliary System and Pancreas
G Endocrine System
H Skin
M Breast
P Musculoskeletal System
T Urinary System
U Female Reproductive System
V Male Reproductive System
W Anatomical Regions
"""
_NEW_TECHNOLOGY = """\
0 Nervous System
2 Cardiovascular System
D Gastrointestinal System
F Hepatobiliary System and Pancreas
H Skin, Subcutaneous Tissue, Fascia and Breast
K Muscles, Tendons, Bursae and Ligaments
N Bones
R Joints
T Urinary System
W Anatomical Regions
X Physiological Systems
Y Extracorporeal
"""
_SECTIONS = (
    ("0", "Medical and Surgical", _MEDICAL_AND_SURGICAL),
    ("1", "Obstetrics", "0 Pregnancy"),
    ("2", "Placement", "W Anatomical Regions\nY Anatomical Orifices"),
    (
        "3",
        "Administration",
        "0 Circulatory\nC Indwelling Device\nE Physiological Systems and Anatomical Regions",
    ),
    ("4", "Measurement and Monitoring", "A Physiological Systems\nB Physiological Devices"),
    ("5", "Extracorporeal or Systemic Assistance and Performance", "A Physiological Systems"),
    ("6", "Extracorporeal or Systemic Therapies", "A Physiological Systems"),
    ("7", "Osteopathic", "W Anatomical Regions"),
    (
        "8",
        "Other Procedures",
        "C Indwelling Device\nE Physiological Systems and Anatomical Regions",
    ),
    ("9", "Chiropractic", "W Anatomical Regions"),
    ("B", "Imaging", _IMAGING),
    ("C", "Nuclear Medicine", _NUCLEAR_MEDICINE),
    ("D", "Radiation Therapy", _RADIATION_THERAPY),
    (
        "F",
        "Physical Rehabilitation and Diagnostic Audiology",
        "0 Rehabilitation\n1 Diagnostic Audiology",
    ),
    ("G", "Mental Health", "Z None"),
    ("H", "Substance Abuse Treatment", "Z None"),
    ("X", "New Technology", _NEW_TECHNOLOGY),
)


def known_names() -> dict[str, str]:
    """Return the names of sections, by their character, and of body systems, by both characters."""
    names: dict[str, str] = {}
    for section, title, systems in _SECTIONS:
        names[section] = title
        for line in systems.splitlines():
            character, _, system = line.partition(" ")
            names[section + character] = system
    return names
