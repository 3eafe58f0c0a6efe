"""What every page about a case begins with."""
