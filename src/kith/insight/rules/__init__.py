"""What a period is, which numbers are too small to show, and how each figure is counted, in words."""
