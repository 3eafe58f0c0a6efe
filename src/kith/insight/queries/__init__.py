"""Counting: the definitions in SQL, the figures, and the rows behind each."""
