"""Keeping an instance of Kith running: its database server, its roles, its processes."""
