"""Taking a file in a batch at a time: where it stands, what was refused, and going on after a stop."""
