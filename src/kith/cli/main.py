"""`kith`: finds the subcommand, and turns a refusal into one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kith.cli.refusals import sentence

# Name: where it is, and its line in --help. A module is imported when its command is asked for.
COMMANDS = {
    "serve": ("kith.cli.serve:serve", "Run the web server and the job worker."),
    "migrate": ("kith.cli.migrate:migrate", "Bring the database up to date."),
    "demo": ("kith.cli.demo:demo", "Load the demonstration scheme."),
    "scheme": ("kith.cli.scheme:scheme", "Open and look after schemes."),
    "referrals": ("kith.cli.referrals:referrals", "Take in referrals."),
    "cases": ("kith.cli.cases:cases", "Move in from another system."),
    "measures": ("kith.cli.measures:measures", "List the outcome measures, and score answers."),
    "directory": ("kith.cli.directory:directory", "Look after the directory of services."),
    "report": ("kith.cli.report:report", "Count what a scheme did."),
    "doctor": ("kith.cli.doctor:doctor", "Check the installation."),
}


class Commands(click.Group):
    """The subcommands, none of them imported before it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kith", message="%(prog)s %(version)s")
def kith() -> None:
    """Run and look after an instance of Kith.

    State lives in the folder KITH_HOME (./.kith unless set). With DATABASE_URL set, that
    PostgreSQL is used; otherwise one is started in that folder and stopped afterwards.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (sys.argv unless given); the exit code: 0 done, 1 refused, 2 wrong
    usage, 130 interrupted."""
    try:
        code = kith.main(arguments, prog_name="kith", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        click.echo(said, err=True)
        return 1
    return code if isinstance(code, int) else 0


def main() -> None:
    """The console script."""
    sys.exit(run())
