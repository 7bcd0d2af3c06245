"""What the discharge status means for payment: the transfer policies of Medicare.

Source: 42 CFR 412.4 (discharges and transfers), with the post-acute care transfer and special pay
columns of IPPS Table 5. How much is paid is not computed.
"""

from __future__ import annotations

# UB-04 FL17, each with its counterpart for a planned readmission.
_TO_ANOTHER_HOSPITAL = frozenset({"02", "82"})
_TO_POST_ACUTE_CARE = frozenset(
    {"03", "83", "05", "85", "06", "86", "50", "51", "62", "90", "63", "91", "65", "93"}
)


def transfer_words(
    status: str, *, post_acute: bool, special_pay: bool, days: int | None, gmlos: float | None
) -> str:
    """Return what a discharge *status* means for a group, "" where it is no transfer.

    *post_acute* and *special_pay* are Table 5's words on the group, *days* how long the stay was. A
    transfer is paid by the day where the stay is more than a day shorter than the *gmlos*.
    """
    if status in _TO_ANOTHER_HOSPITAL:
        policy = "a transfer to another hospital"
    elif status in _TO_POST_ACUTE_CARE and post_acute:
        policy = "a transfer by the post-acute care transfer policy"
        if special_pay:
            policy += ", with its special payment"
    else:
        return ""
    lead = f"Discharge status {status} makes it {policy}"
    if days is None or gmlos is None:
        return f"{lead}: Medicare pays by the day where the stay is over a day shorter than GMLOS."
    length = "1 day" if days == 1 else f"{days} days"
    if max(days, 1) + 1 < gmlos:
        return f"{lead}; {length}, over a day shorter than GMLOS {gmlos:.1f}: paid by the day."
    return f"{lead}; {length}, not over a day shorter than GMLOS {gmlos:.1f}: paid in full."
