"""Reads that span stages: a caseload placed on the pathway, a day's work, one whole record."""
