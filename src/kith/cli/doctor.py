"""`kith doctor`."""

from __future__ import annotations

from kith.cli.instance import operating
from kith.cli.operator_command import operator_command
from kith.cli.refusals import sentence

Findings = list[dict[str, str]]


def _in_words(answer: Findings) -> str:
    widths = [max(len(row[name]) for row in answer) for name in ("state", "check")]
    return "\n".join(
        f"{row['state']:<{widths[0]}}  {row['check']:<{widths[1]}}  {row['said']}" for row in answer
    )


def _is_wrong(answer: Findings) -> bool:
    return any(row["state"] == "wrong" for row in answer)


@operator_command("doctor", text=_in_words, database=False, fails=_is_wrong)
def doctor() -> Findings:
    """Check the installation and say what is wrong and what to do.

    It changes nothing. Exit code 1 when something is wrong; a warning alone is 0.
    """
    try:
        with operating(bring_up_to_date=False):
            from kith.operate.doctor import examine

            return [finding.as_json() for finding in examine()]
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        return [{"check": "database", "state": "wrong", "said": said}]
