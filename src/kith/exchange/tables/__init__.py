"""Tables as other programs write them: CSV and XLSX files, read row by row, without a database.

Whose columns they are is for the slice that asks.
"""
