"""The directory as an Open Referral UK 3.0 API: read by anyone, without an account."""
