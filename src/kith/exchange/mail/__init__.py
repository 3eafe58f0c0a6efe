"""E-mail out, over SMTP."""
