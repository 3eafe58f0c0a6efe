"""Measures of others whose licence keeps them out of here: a score may be kept, no question is asked.

Ranges: the owners' own pages; where a version has a range of its own, the widest.
"""

from __future__ import annotations

from kith.pathway.outcomes.instruments.declared import Better, Elsewhere

_LICENCE = "Its owner lets nobody show or score it without a licence."

ELSEWHERE = {
    one.key: one
    for one in (
        Elsewhere("pam", "Patient Activation Measure (PAM)", "Phreesia (Insignia Health)",
                  ("PAM-13", "PAM-10"), 0, 100, Better.HIGHER, _LICENCE),
        Elsewhere("eq-5d", "Health today (EQ-5D visual scale)", "EuroQol",
                  ("EQ-5D-5L VAS", "EQ-5D-3L VAS"), 0, 100, Better.HIGHER, _LICENCE),
        Elsewhere("eq-5d-index", "Health today (EQ-5D index)", "EuroQol",
                  ("EQ-5D-5L index", "EQ-5D-3L index"), -1, 1, Better.HIGHER, _LICENCE),
        Elsewhere("outcomes-star", "Outcomes Star", "Triangle",
                  ("Well-being Star", "Another Star"), 1, 10, Better.HIGHER, _LICENCE),
        Elsewhere("mycaw", "MYCaW", "Meaningful Measures",
                  ("Concern 1", "Concern 2", "Wellbeing"), 0, 6, Better.LOWER, _LICENCE),
        Elsewhere("reqol", "Recovering Quality of Life (ReQoL)", "Oxford University Innovation",
                  ("ReQoL-10", "ReQoL-20"), 0, 80, Better.HIGHER, _LICENCE),
    )
}  # fmt: skip
