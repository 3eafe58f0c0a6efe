"""Referral sheets: a CSV or XLSX file of referrals, read and checked row by row, without a
database.
"""
