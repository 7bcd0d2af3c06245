"""What the indicators of the HCPCS files mean, in short words.

Source: CMS, "HCPCS Contractor Record" (record layout) with its tables of codes; O1L and pricing 40
as the files of 2024 and later use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COVERAGE = MappingProxyType(
    {
        "C": "carrier judgment",
        "D": "special coverage instructions apply",
        "I": "not payable by Medicare",
        "M": "not covered by Medicare",
        "S": "not covered by Medicare statute",
    }
)

ACTION = MappingProxyType(
    {
        "A": "code added",
        "B": "administrative data and long description changed",
        "C": "long description changed",
        "D": "code discontinued",
        "F": "administrative data changed",
        "N": "no maintenance",
        "P": "payment changed",
        "R": "discontinued code reactivated",
        "S": "short description changed",
        "T": "miscellaneous change (BETOS, type of service)",
    }
)

PRICING = MappingProxyType(
    {
        "00": "not separately priced by Part B",
        "11": "physician fee schedule: national RVUs",
        "12": "physician fee schedule: national anesthesia base units",
        "13": "physician fee schedule: priced by carriers",
        "21": "clinical lab fee schedule: national limitation amount",
        "22": "clinical lab fee schedule: priced by carriers",
        "31": "frequently serviced DME, with floors and ceilings",
        "32": "inexpensive and routinely purchased DME, with floors and ceilings",
        "33": "oxygen and oxygen equipment, with floors and ceilings",
        "34": "DME supplies, with floors and ceilings",
        "35": "surgical dressings, with floors and ceilings",
        "36": "capped rental DME, with floors and ceilings",
        "37": "ostomy, tracheostomy and urological supplies, with floors and ceilings",
        "38": "orthotics, prosthetics, prosthetic devices and vision services, with floors and"
        " ceilings",
        "39": "parenteral and enteral nutrition",
        "40": "lymphedema compression treatment",
        "45": "customized DME",
        "46": "DME priced by carriers",
        "51": "drugs",
        "52": "reasonable charge",
        "53": "statute",
        "54": "vaccinations",
        "55": "splints and casts",
        "56": "intraocular lenses inserted in a physician's office",
        "57": "other, priced by carriers",
        "99": "value not established",
    }
)

MULTIPLE_PRICING = MappingProxyType(
    {
        "9": "does not apply: not priced separately, or no value established",
        "A": "priced under one methodology",
        "B": "professional component by RVUs, technical and global by carriers",
        "C": "physician interpretation by RVUs, the lab service by the clinical lab fee schedule",
        "D": "physician by RVUs, clinical psychologist by their fee schedule (to 1997)",
        "E": "physician by RVUs, psychologist and social worker by their fee schedules (to 1997)",
        "F": "physician by carriers, psychologist and social worker by their fee schedules (to"
        " 1997)",
        "G": "reasonable charge with blood products on the claim, else clinical lab fee schedule",
    }
)

TYPE_OF_SERVICE = MappingProxyType(
    {
        "0": "whole blood",
        "1": "medical care",
        "2": "surgery",
        "3": "consultation",
        "4": "diagnostic radiology",
        "5": "diagnostic laboratory",
        "6": "therapeutic radiology",
        "7": "anesthesia",
        "8": "assistant at surgery",
        "9": "other medical items or services",
        "A": "used DME",
        "B": "high risk screening mammography (to 1997)",
        "C": "low risk screening mammography (to 1997)",
        "D": "ambulance",
        "E": "enteral or parenteral nutrients and supplies",
        "F": "ambulatory surgical center (facility)",
        "G": "immunosuppressive drugs",
        "H": "hospice services (to 1994)",
        "I": "purchase of DME by installments (to 1995)",
        "J": "diabetic shoes",
        "K": "hearing items and services",
        "L": "ESRD supplies",
        "M": "monthly capitation payment for dialysis",
        "N": "kidney donor",
        "P": "lump sum purchase of DME, prosthetics, orthotics",
        "Q": "vision items or services",
        "R": "rental of DME",
        "S": "surgical dressings or other medical supplies",
        "T": "outpatient mental health limitation",
        "U": "occupational therapy",
        "V": "pneumococcal, flu or hepatitis B vaccine",
        "W": "physical therapy",
        "Y": "second opinion on elective surgery (to 1996)",
        "Z": "third opinion on elective surgery (to 1996)",
    }
)

LAB_CERTIFICATION = MappingProxyType(
    {
        "010": "histocompatibility testing",
        "100": "microbiology",
        "110": "bacteriology",
        "115": "mycobacteriology",
        "120": "mycology",
        "130": "parasitology",
        "140": "virology",
        "150": "other microbiology",
        "200": "diagnostic immunology",
        "210": "syphilis serology",
        "220": "general immunology",
        "300": "chemistry",
        "310": "routine chemistry",
        "320": "urinalysis",
        "330": "endocrinology",
        "340": "toxicology",
        "350": "other chemistry",
        "400": "hematology",
        "500": "immunohematology",
        "510": "ABO group and RH type",
        "520": "antibody detection (transfusion)",
        "530": "antibody detection (nontransfusion)",
        "540": "antibody identification",
        "550": "compatibility testing",
        "560": "other immunohematology",
        "600": "pathology",
        "610": "histopathology",
        "620": "oral pathology",
        "630": "cytology",
        "800": "radiobioassay",
        "900": "clinical cytogenetics",
    }
)

OUTPATIENT_POLICY = MappingProxyType(
    {
        "1": "ASC covered procedure",
        "2": "bundled service, no separate payment",
        "3": "excluded from the ASC list",
        "4": "invalid code, 90 days of grace",
        "6": "separate payment when furnished in an ASC",
        "7": "ASC restricted coverage procedure",
        "9": "ASC payment does not apply",
    }
)

BETOS = MappingProxyType(
    {
        "M1A": "office visits, new",
        "M1B": "office visits, established",
        "M2A": "hospital visit, initial",
        "M2B": "hospital visit, subsequent",
        "M2C": "hospital visit, critical care",
        "M3": "emergency room visit",
        "M4A": "home visit",
        "M4B": "nursing home visit",
        "M5A": "specialist: pathology",
        "M5B": "specialist: psychiatry",
        "M5C": "specialist: ophthalmology",
        "M5D": "specialist: other",
        "M6": "consultations",
        "P0": "anesthesia",
        "P1A": "major procedure: breast",
        "P1B": "major procedure: colectomy",
        "P1C": "major procedure: cholecystectomy",
        "P1D": "major procedure: TURP",
        "P1E": "major procedure: hysterectomy",
        "P1F": "major procedure: exploration, decompression, disc excision",
        "P1G": "major procedure: other",
        "P2A": "major cardiovascular procedure: CABG",
        "P2B": "major cardiovascular procedure: aneurysm repair",
        "P2C": "major cardiovascular procedure: thromboendarterectomy",
        "P2D": "major cardiovascular procedure: coronary angioplasty (PTCA)",
        "P2E": "major cardiovascular procedure: pacemaker insertion",
        "P2F": "major cardiovascular procedure: other",
        "P3A": "major orthopedic procedure: hip fracture repair",
        "P3B": "major orthopedic procedure: hip replacement",
        "P3C": "major orthopedic procedure: knee replacement",
        "P3D": "major orthopedic procedure: other",
        "P4A": "eye procedure: corneal transplant",
        "P4B": "eye procedure: cataract removal, lens insertion",
        "P4C": "eye procedure: retinal detachment",
        "P4D": "eye procedure: treatment of retinal lesions",
        "P4E": "eye procedure: other",
        "P5A": "ambulatory procedures: skin",
        "P5B": "ambulatory procedures: musculoskeletal",
        "P5C": "ambulatory procedures: inguinal hernia repair",
        "P5D": "ambulatory procedures: lithotripsy",
        "P5E": "ambulatory procedures: other",
        "P6A": "minor procedures: skin",
        "P6B": "minor procedures: musculoskeletal",
        "P6C": "minor procedures: other (Medicare fee schedule)",
        "P6D": "minor procedures: other (not in the Medicare fee schedule)",
        "P7A": "oncology: radiation therapy",
        "P7B": "oncology: other",
        "P8A": "endoscopy: arthroscopy",
        "P8B": "endoscopy: upper gastrointestinal",
        "P8C": "endoscopy: sigmoidoscopy",
        "P8D": "endoscopy: colonoscopy",
        "P8E": "endoscopy: cystoscopy",
        "P8F": "endoscopy: bronchoscopy",
        "P8G": "endoscopy: laparoscopic cholecystectomy",
        "P8H": "endoscopy: laryngoscopy",
        "P8I": "endoscopy: other",
        "P9A": "dialysis services (Medicare fee schedule)",
        "P9B": "dialysis services (not in the Medicare fee schedule)",
        "I1A": "standard imaging: chest",
        "I1B": "standard imaging: musculoskeletal",
        "I1C": "standard imaging: breast",
        "I1D": "standard imaging: contrast gastrointestinal",
        "I1E": "standard imaging: nuclear medicine",
        "I1F": "standard imaging: other",
        "I2A": "advanced imaging: CT, CTA of brain, head, neck",
        "I2B": "advanced imaging: CT, CTA, other",
        "I2C": "advanced imaging: MRI, MRA of brain, head, neck",
        "I2D": "advanced imaging: MRI, MRA, other",
        "I3A": "ultrasonography: eye",
        "I3B": "ultrasonography: abdomen, pelvis",
        "I3C": "ultrasonography: heart",
        "I3D": "ultrasonography: carotid arteries",
        "I3E": "ultrasonography: prostate, transrectal",
        "I3F": "ultrasonography: other",
        "I4A": "imaging with procedure: heart, with cardiac catheterization",
        "I4B": "imaging with procedure: other",
        "T1A": "lab tests: routine venipuncture",
        "T1B": "lab tests: automated general profiles",
        "T1C": "lab tests: urinalysis",
        "T1D": "lab tests: blood counts",
        "T1E": "lab tests: glucose",
        "T1F": "lab tests: bacterial cultures",
        "T1G": "lab tests: other (Medicare fee schedule)",
        "T1H": "lab tests: other (not in the Medicare fee schedule)",
        "T2A": "other tests: electrocardiograms",
        "T2B": "other tests: cardiovascular stress tests",
        "T2C": "other tests: EKG monitoring",
        "T2D": "other tests: other",
        "D1A": "medical and surgical supplies",
        "D1B": "hospital beds",
        "D1C": "oxygen and supplies",
        "D1D": "wheelchairs",
        "D1E": "other DME",
        "D1F": "prosthetic and orthotic devices",
        "D1G": "drugs administered through DME",
        "O1A": "ambulance",
        "O1B": "chiropractic",
        "O1C": "enteral and parenteral nutrition",
        "O1D": "chemotherapy",
        "O1E": "other drugs",
        "O1F": "hearing and speech services",
        "O1G": "immunizations and vaccinations",
        "O1L": "lymphedema compression treatment",
        "Y1": "other (Medicare fee schedule)",
        "Y2": "other (not in the Medicare fee schedule)",
        "Z1": "local codes",
        "Z2": "undefined codes",
    }
)

MEANINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "coverage": COVERAGE,
        "pricing": PRICING,
        "multiple pricing": MULTIPLE_PRICING,
        "BETOS": BETOS,
        "type of service": TYPE_OF_SERVICE,
        "lab certification": LAB_CERTIFICATION,
        "outpatient policy": OUTPATIENT_POLICY,
    }
)
"""The meanings of a column's values, by the column's name."""
