"""A stay of real codes, 25 diagnoses and 25 procedures, for the embedded releases."""

from __future__ import annotations

DIAGNOSES = (
    *("S72.002A", "E11.22", "N18.32", "I50.33", "I13.0", "J96.01", "N17.9", "D62", "E87.1"),
    *("Z79.4", "Z79.82", "I25.10", "E78.5", "F03.90", "M81.0", "K59.00", "R33.9", "Z66"),
    *("G47.33", "K21.9", "D50.9", "R13.10", "J18.9", "W01.0XXA", "Y92.009"),
)
"""ICD-10-CM, FY2026; the last two are external causes."""
PROCEDURES = (
    *("0SRB0JZ", "30233N1", "0BH17EZ", "5A1945Z", "02HV33Z", "B2111ZZ", "4A023N7", "0W3P8ZZ"),
    *("3E0436Z", "BW28ZZZ", "0QS704Z", "0DJ08ZZ", "0T9B70Z", "5A1D70Z", "0BJ08ZZ", "B245ZZZ"),
    *("4A133B1", "0HBMXZZ", "02100Z9", "3E0G76Z", "0DH67UZ", "B030ZZZ", "0JBL0ZZ", "0W9930Z"),
    "0016070",
)
"""ICD-10-PCS, FY2024; spreadsheets read the last one as a number where nothing guards it."""
