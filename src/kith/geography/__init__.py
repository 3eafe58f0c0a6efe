"""Postcodes, areas and deprivation: where things are, worked out offline."""
