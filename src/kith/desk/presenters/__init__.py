"""Rows turned into what a page shows."""
