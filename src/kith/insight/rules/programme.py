"""How each figure of a programme is counted, in plain words."""

from __future__ import annotations

HOW = {
    "referrals": "Referrals to this programme that reached us in the period, whatever came of them. A person"
    " referred twice is two.",
    "spoken": "Those of them whose person somebody of the team had talked with by the end of the period,"
    " on the day of the referral or after it.",
    "waits": "Days from the day of the referral to the first conversation; half waited no longer than this."
    " Only referrals with a conversation can be counted, so those still waiting are not in it.",
    "by_source": "Who asked, by the national list of sources. The rows add up to the referrals.",
    "by_stage": "The last stage on the record by the end of the period. The rows add up to the referrals.",
    "asked_for": "Referrals with at least one reason under each foundation. One referral can be in several"
    " rows.",
    "concerns": "Referrals with at least one concern of 5 or more in 10 under each foundation, in a holistic"
    " needs assessment up to the end of the period. One referral can be in several rows.",
}
