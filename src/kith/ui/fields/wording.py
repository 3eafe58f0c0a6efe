"""Labels turned into the sentences of error messages (NHS design system, "Error message": say what
to do).
"""


def in_sentence(label: str) -> str:
    """The label as it reads in the middle of a sentence: "Full name" gives "full name"; "NHS
    number" stays.
    """
    first, rest = label[:1], label[1:]
    return (
        label if rest[:1].isupper() or (first == "I" and rest[:1] == " ") else first.lower() + rest
    )


def ask(verb: str, label: str) -> str:
    """The instruction for an empty field: "Enter full name"; a question is quoted instead."""
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {in_sentence(label)}"


def subject(label: str) -> str:
    """The label as the subject of a sentence: "Full name"; of a question, the answer to it, so that two errors beside
    each other are not the same.
    """
    return f"Your answer to “{label}”" if label.endswith("?") else label
