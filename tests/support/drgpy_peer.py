"""drgpy, with the rules of CMS's Definitions Manual that it lacks or reads under older names.

drgpy reads the tables of the manual and has its own logic; its tables stay as they are. Each rule
here names the groups it is about: what it says holds of them both ways, so that a stay that such a
rule speaks of has to come out by it and by no other.

What is not mended: several fusions of the spine in one stay (402, 426 to 430, 447 and 448, since
v42), which drgpy does not combine. Stays made by chance next to never have them.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any

from codebook_app.grouping.stay import Stay

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from drgpy.msdrg import DRGEngine

UNRELATED = frozenset(str(number) for number in range(981, 990))
# Appendix C, part 3 is not among drgpy's tables before v41.1: that version's is used for those.
_FIRST_WITH_EXCLUSIONS = "v41.1"
_WITHOUT_EXCLUSIONS = frozenset({"v40", "v41"})
# Conditions that are acquired after a procedure only, and HAC 06, which takes the code of the
# catheter: drgpy does not ask for either.
_AFTER_A_PROCEDURE = frozenset({"08", "10", "11", "12", "13", "14"})
_CATHETER_INFECTION = re.compile(r"T8351[01]")
# Those that no principal diagnosis excludes are missing from drgpy's tables since v41.
_NEVER_EXCLUDED = (
    (41, "MCC", re.compile(r"J1282")),
    (41, "CC", re.compile(r"D8983[345]|K77|L49[3-9]|Z16([1-3][0-9]|34[12])|Z590[0-2]")),
    (42, "CC", re.compile(r"Z591[0129]|Z5981[12]")),
)
# Patient discharge status: transferred to a short-term hospital, a cancer or children's hospital,
# a critical access hospital (with or without a planned readmission), or died.
_DIED_OR_TRANSFERRED = frozenset({"02", "05", "20", "66", "82", "85", "94"})
_KNEE = "KNEE PROCEDURE ORPCS"
_VALVE = "CARDIAC VALVE AND OTHER MAJOR CARDIOTHORACIC PROCEDURE ORPCS"
_CATHETER = "CARDIAC CATHETERIZATION NON-ORPCS"
# What the tables of a newer version call a list, and what drgpy's logic asks for.
_RENAMED = {
    f"485&486&487|{_KNEE}": f"485&486&487&488&489|{_KNEE}",
    f"488&489|{_KNEE}": f"485&486&487&488&489|{_KNEE}",
    "485&486&487|INFECTION PDX": "485&486&487&488&489|INFECTION PDX",
    f"216&217&218|{_VALVE}": f"216&217&218&219&220&221|{_VALVE}",
    f"219&220&221|{_VALVE}": f"216&217&218&219&220&221|{_VALVE}",
    "023&024|ANTINEOPLASTIC IMPLANT ORPCS": "023&024|CHEMOTHERAPY IMPLANT NON-ORPCS",
    f"216&217&218|{_CATHETER}": f"216&217&218&219&220&221|{_CATHETER}",
}
# Deleted on 1 October 2022, and still in the tables of v40: laser interstitial thermal therapy of
# section D, fusions and a valve of section X.
_DELETED = re.compile(r"D.Y.KZZ|X2RF.32|XRG.0(92|F3)")
_HIV = "974&975&976|PSDX OF HIV INFECTION"
_EXTENSIVE_FUSION = "456&457&458|EXTENSIVE FUSIONS ORPCS"
_CUSTOM_MADE = (
    "SINGLE LEVEL CUSTOM-MADE ANATOMICALLY DESIGNED INTERBODY FUSION DEVICE (CMADIFD) ORPCS"
)
_NO_DEVICE = "321&322|PERCUTANEOUS CARDIOVASCULAR PROCEDURE WITHOUT INTRALUMINAL DEVICE ORPCS"


class MendedEngine(DRGEngine):  # type: ignore[misc, unused-ignore]
    """drgpy's engine of one version."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        if version in _WITHOUT_EXCLUSIONS:
            self.drg_exclusions = DRGEngine(_FIRST_WITH_EXCLUSIONS).drg_exclusions
        for since, level, pattern in _NEVER_EXCLUDED:
            for code in filter(pattern.fullmatch, self.dxmap):
                if self.version_info.major >= since:
                    lacking = {"aowa": False, "hac": None, "level": level, "pdx": ""}
                    self.ccmap.setdefault(code, lacking)

    def get_features(
        self, dx_lst: list[str], pr_lst: list[str], *told: Any, **more: Any
    ) -> Counter[str]:
        """Return what the rules ask for, under the names that they ask by."""
        x: Counter[str] = super().get_features(dx_lst, pr_lst, *told, **more)
        for new, old in _RENAMED.items():
            x[old] = max(x[old], x[new])
        if "175&176|ACUTE COR PULMONALE" not in self.dxmap[dx_lst[0]]:
            x["175&176|ACUTE COR PULMONALE"] = 0  # of the principal diagnosis alone
        x[_NO_DEVICE] = 0  # with intraluminal device (DRG 321, 322) is not without
        if x["_MDC13"] and x["_FEMALE"]:
            x["_MDC11"] = 0  # stress incontinence: of men it is in MDC 11
        if not x[_HIV]:
            x["_MDC25"] = 0  # a condition related to HIV is of MDC 25 only with HIV
        if self.version_info.major >= 41:
            x[_EXTENSIVE_FUSION] = 2 * _extensive_fusion({code[:4] for code in pr_lst})
        x["_SDX_NOT_OF_NORMAL_NEWBORN"] = sum(
            "795|AND NO SDX OR ONLY SDX" not in self.dxmap[code] for code in dx_lst[1:]
        )
        return x

    def _evaluate(self, x: Counter[str]) -> list[str]:
        results: list[str] = super()._evaluate(x)
        results = [_by_both_severities(one, x) for one in results if not _refuted(one, x)]
        cells = list(_cell_therapy(x))
        kidneys = list(self._kidney_transplant(x))
        if cells or kidneys or x["_MDC24"] or any(int(one) < 20 for one in results):
            first = [one for one in results if int(one) < 20]
            return [*cells, *first, *kidneys, *results]  # before the principal diagnosis' MDC
        if x["_MDC25"]:
            return [one for one in results if self.drgmap[one]["mdc"] == "25" or one in UNRELATED]
        more = list(_of_mdc(x))
        operated = any(self._surgical(one) for one in more)
        if operated or _keeps_every_procedure(x):
            results = [one for one in results if one not in UNRELATED]
        if x["_MDC15"] and any(x[f"_STATUS{status}"] for status in _DIED_OR_TRANSFERRED):
            return ["789"]
        if "795" in results and x["_SDX_NOT_OF_NORMAL_NEWBORN"]:
            results = ["794" if one == "795" else one for one in results]
        if not results and x["998|PDX"]:
            return ["998"]
        return self._in_hierarchy([*more, *results])

    def _kidney_transplant(self, x: Counter[str]) -> Iterator[str]:
        """Yield the group of a kidney transplant, whatever the principal diagnosis is."""
        if x["652|ORPCS"]:
            of_mdc = x.copy()
            of_mdc["_MDC11"] = 1
            yield from {"650", "651", "652"} & set(super()._evaluate(of_mdc))

    def _surgical(self, drg: str) -> bool:
        return bool(self.drgmap.get(drg, {}).get("is_surgical"))

    def _in_hierarchy(self, results: Iterable[str]) -> list[str]:
        ordered = dict.fromkeys(results)
        return sorted(
            ordered,
            key=lambda drg: (
                drg not in UNRELATED,
                not self._surgical(drg),
                self.surgical_rank.get(drg, self.surgical_rank.get(drg.lstrip("0"), 999)),
            ),
        )


def _split(x: Counter[str], with_mcc: int, with_cc: int, without: int) -> str:
    return str(with_mcc if x["_MCC"] else with_cc if x["_CC"] else without)


def _cell_therapy(x: Counter[str]) -> Iterator[str]:
    if x["018|T-CELL IMMUNOTHERAPY ORPCS"] or x["018|NON-ORPCS"]:
        yield "018"


def _of_mdc(x: Counter[str]) -> Iterator[str]:
    """Yield the groups of the principal diagnosis' MDC that drgpy has no rule for."""
    for mdc, procedures, *family in (
        ("_MDC03", "140&141&142|ORPCS", 140, 141, 142),
        ("_MDC03", "143&144&145|ORPCS", 143, 144, 145),
        ("_MDC05", "228&229|ORPCS", 228, 229, 229),
        ("_MDC05", "319&320|ORPCS", 319, 320, 320),
        ("_MDC08", "469&470|TOTAL ANKLE REPLACEMENT", 469, 469, 469),
        ("_MDC08", f"447&448|{_CUSTOM_MADE}", 450, 450, 450),
    ):
        if x[mdc] and x[procedures]:
            yield _split(x, *family)
    neoplasms = "MYELOPROLIFERATIVE DISORDERS OR POORLY DIFFERENTIATED NEOPLASMS PDX"
    for principal, *family in (
        ("817&818&819|PDX", 817, 818, 819),
        ("769|PDX", 769, 769, 769),
        (f"829&830|{neoplasms}", 829, 829, 830),
        ("856&857&858|PDX", 856, 857, 858),
        ("_MDC19", 876, 876, 876),
        ("_MDC23", 939, 940, 941),
    ):
        if x[principal] and x["_ORPCS_UNIQUE"]:
            yield _split(x, *family)
    if x["_MDC22"] and x["927&933|EXTENSIVE BURNS PSDX"]:
        # Extensive burns need no mechanical ventilation; full thickness burns do.
        yield "927" if x["927&933|SKIN GRAFT PROCEDURE ORPCS"] else "933"


def _keeps_every_procedure(x: Counter[str]) -> bool:
    """Whether the stay keeps its MDC whatever was operated.

    Those of births, newborns, burns, and of acute leukemia "without major O.R. procedures".
    """
    return bool(x["_MDC14"] or x["_MDC15"] or x["_MDC22"] or x["834&835&836|PDX"])


def _extensive_fusion(joints: set[str]) -> bool:
    """Whether eight or more thoracic joints are fused, or several thoracic and lumbar ones."""
    return bool(joints & {"0RG8", "XRG8"}) or {"0RG7", "0SG1"} <= joints


def _refuted(drg: str, x: Counter[str]) -> bool:
    """Whether drgpy gives a group without asking for what the manual takes out of it."""
    if drg == "768":  # "except sterilization and/or D&C", and manual extraction
        return x["_ORPCS_UNIQUE"] <= x["768|WITH ANY ORPCS EXCEPT"]
    if drg in {"408", "409", "410"}:
        return bool(not x["408&409&410|ORPCS"] and x["408&409&410|WITHOUT ORPCS"])
    return False


def _by_both_severities(drg: str, x: Counter[str]) -> str:
    """Return the group that a CC takes too, where drgpy asks for a MCC only."""
    return {"538": "537", "950": "949"}.get(drg, drg) if x["_CC"] + x["_MCC"] else drg


class Peer:
    """The engine of one version, and the codes its tables hold."""

    def __init__(self, version: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.engine: Any = MendedEngine(version)
        principals = {
            code: next((label[4:] for label in labels if label[4:].isdigit()), "")
            for code, labels in self.engine.dxmap.items()
            if len(code) < 7 or code[-1] in "AB"  # not the aftercare of each of 20 000 injuries
        }
        self.principals = sorted((code, mdc) for code, mdc in principals.items() if mdc)
        plain = [code for code, _ in self.principals]
        self.secondaries = Random(1).sample(plain, 4000) + sorted(self.engine.ccmap)
        self.procedures: dict[str, list[str]] = {}
        for code, drgs in sorted(self.engine.orpcsmap.items()):
            if _DELETED.fullmatch(code):
                continue
            for mdc in {self.engine.drgmap[drg]["mdc"] for drg in drgs}:
                self.procedures.setdefault(mdc, []).append(code)

        self._by_collection: dict[str, list[str]] = {}
        for code, told in sorted(self.engine.ccmap.items()):
            self._by_collection.setdefault(told["pdx"], []).append(code)
        self._of_who_lives = [
            code for code, told in sorted(self.engine.ccmap.items()) if told["aowa"]
        ]

    def at_odds(self, principal: str) -> Sequence[str]:
        """Return CCs and MCCs that *principal* excludes, and those that count only of who lives."""
        excluding = [
            collection
            for collection, principals in self.engine.exmap.items()
            if principal in principals
        ]
        codes = [code for one in excluding for code in self._by_collection.get(one, ())]
        return [*codes, *self._of_who_lives]

    @property
    def knows_acquired(self) -> bool:
        """Whether the version's tables tell hospital-acquired conditions."""
        return any(told["hac"] for told in self.engine.ccmap.values())

    def group(self, stay: Stay, *, acquired: bool) -> int:
        """Return the group, 0 for none; with *acquired* after hospital-acquired conditions."""
        catheter = any(_CATHETER_INFECTION.match(one.code) for one in stay.diagnoses)
        poa = {
            one.code: "Y" if self._lacks_another_code(one.code, catheter) else one.poa
            for one in stay.diagnoses[1:]
        }
        return int(
            self.engine.get_drg(
                [one.code for one in stay.diagnoses],
                list(stay.procedures),
                gender=stay.sex,
                is_alive=stay.discharge_status != "20",
                poa=poa if acquired else None,
                discharge_status=stay.discharge_status,
            )
        )

    def _lacks_another_code(self, code: str, catheter: bool) -> bool:
        hac = self.engine.ccmap[code]["hac"] if code in self.engine.ccmap else None
        return hac in _AFTER_A_PROCEDURE or (hac == "06" and not catheter)
