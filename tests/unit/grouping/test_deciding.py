"""What decides a group: the codes that count, and the groups without each."""

from __future__ import annotations

import pytest
from support.stays import coded

from codebook_app.grouping.deciding import counting, without_each


def counted(grouper, stay):
    return {stay.diagnoses[at].code for at in counting(stay, grouper.group(stay), grouper.group)}


@pytest.mark.parametrize(
    ("stay", "codes"),
    [
        # 293, 292, 291: heart failure without CC/MCC, with CC, with MCC
        (coded("I5021", "I10"), set()),
        (coded("I5021", "N179"), {"N179"}),
        (coded("I5021", "N179", "E440"), {"N179", "E440"}),
        (coded("I5021", "N179", "J9601"), {"J9601"}),
        (coded("I5021", "N179", "J9601", "N170"), {"J9601", "N170"}),
        # 313: chest pain is not split
        (coded("R079", "N179", "J9601"), set()),
        # 689 with MCC, 690 without: a CC does not count
        (coded("N390", "E440"), set()),
        (coded("N390", "E440", "J9601"), {"J9601"}),
        # 742, 743: with CC/MCC or without; both count
        (coded("D259", "D62", "J9601", procedures=["0UT90ZZ"]), {"D62", "J9601"}),
        # excluded by the principal diagnosis; acquired in the hospital
        (coded("N179", "N170"), set()),
        (coded("N179", "N170", "E43"), {"E43"}),
        (coded("I2109", "I469", "J9601", discharge_status="20"), {"J9601"}),
        (coded("I5021", ("L89154", "N"), "N179"), {"N179"}),
        # repeating the principal diagnosis counts for nothing
        (coded("I5021", "I5021", "N179"), {"N179"}),
    ],
)
def test_codes_that_the_severity_rests_on(grouper, stay, codes):
    assert counted(grouper, stay) == codes


def test_group_without_each_code_that_changes_it(grouper):
    stay = coded("S72001A", "J9601", "N179", "I10", procedures=["0QS604Z", "5A1955Z"])

    told = {
        (one.procedure, one.place): one.answer and one.answer.drg
        for one in without_each(stay, grouper.group(stay), grouper.group)
    }

    assert told == {
        (False, 0): grouper.group(stay.without_diagnosis(0)).drg,  # J9601 is then the principal
        (False, 1): 481,
        (True, 0): 535,
    }


def test_code_beside_another_one_that_counts_as_much_changes_nothing(grouper):
    stay = coded("I5021", "N179", "E440")

    told = list(without_each(stay, grouper.group(stay), grouper.group))

    assert [one.place for one in told] == [0]


def test_without_its_only_diagnosis_a_stay_has_no_group(grouper):
    stay = coded("I5021")

    (one,) = without_each(stay, grouper.group(stay), grouper.group)

    assert one.answer is None
