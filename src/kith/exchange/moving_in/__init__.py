"""Moving in from another system: its people, cases, contacts, plans and scores, by mapped sheets."""
