"""Sheets of services: a CSV or XLSX file, its columns matched on a page, taken in as a list of its own."""
