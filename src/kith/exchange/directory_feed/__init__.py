"""Directory feeds: reading community services published as Open Referral (HSDS-UK 3.0, HSDS 3.0,
HSDS-UK 1.0).
"""
