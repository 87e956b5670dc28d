"""The command line: parse, call, exit code. One command a file; here is the one boundary to the person who types."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from auditor.errors import AuditorError
from auditor.version import VERSION

COMMANDS = {  # auditor.cli.<name>.command, in the order of --help
    "init": "Write the folder with which a team starts: parameters, decisions, pipelines.",
    "audit": "Audit an export and write the report.",
    "report": "Write a report from a saved audit.",
    "baseline": "Take the findings of today for known, so that only new ones fail.",
    "decisions": "Check what people decided: waivers, baseline, enforcement, dispositions.",
    "explain": "Say why a ticket has its verdicts, or has none.",
    "inspect": "Say what an export is, and which duties it can decide.",
    "dispute": "Contradict a finding, decide about it, make a case of it.",
    "sample-review": "Draw verdicts for people to review.",
    "calibrate": "Compare reviewers with the auditor and with each other.",
    "contacts": "What messages are about: read them, measure how well, say why.",
    "policy": "Policies as code: check them, test them, ask what they mean.",
    "sample": "Write a synthetic export, with the truth that was planted in it.",
    "completion": "Print the script with which a shell completes commands and options.",
}
USAGE, INTERRUPTED, READER_LEFT = 2, 130, 141


class Commands(click.Group):
    """Reads a command's module when it is asked for, so that --help does not wait for the database."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"auditor.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of commands, without reading their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, message="auditor %(version)s")
def commands() -> None:
    """Check every obligation of a knowledge base on every ticket of an exported history.

    \b
      auditor sample --out demo          a synthetic export to try it on
      auditor init quality               the folder with which a team starts
      auditor inspect demo               what an export is, and what it can show
      auditor audit demo --out report    the audit: a page, a JSON document, a CSV file
      auditor report weekly report       a report from a saved audit
      auditor baseline write report      what is known; from now on only new findings fail
      auditor decisions check report     waivers that expire or are of no use, what is known, what was reviewed
      auditor explain demo 104001        why a ticket has its verdicts, or has none
      auditor dispute list               what was said of which findings
      auditor sample-review report       verdicts for people to review
      auditor calibrate report list.csv  how far reviewers and the auditor agree
      auditor policy test                the worked cases beside the policies
      auditor contacts explain "…"       why a message is taken for a threat, or is not
      auditor completion bash            what a shell reads to complete all of these

    Exit codes: 0 clean, 1 violations at or above --fail-on, 2 the call or a policy is off, 3 the export is off.
    """


def main() -> None:
    """The program `auditor`."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # a library's notes to programmers are no words for a user
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:  # already told; Python would tell it again when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; its exit code. Whatever goes wrong is told in sentences on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter must not end an audit
    try:
        code = commands.main(list(arguments), prog_name="auditor", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        return _told(["auditor was interrupted; nothing more is written."], INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return USAGE
    except AuditorError as error:
        return _told(error.messages, error.exit_code)
    except (BrokenPipeError, SystemExit):  # click itself leaves with 1 where the reader of a pipe has left
        return READER_LEFT
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return _told(_sentences(error), USAGE)
    return int(code or 0)


def _sentences(error: Exception) -> list[str]:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return [
            f"{where}{error.strerror or error}. Check that the path can be read or written and that the disk has room."
        ]
    first = next(iter(str(error).strip().splitlines()), "no message")
    return [
        f"auditor met something that it was not made for ({type(error).__name__}: {first[:300]}).",
        "Nothing was judged. Run it again with --debug and report what it prints; leave out the words of tickets.",
    ]


def _told(messages: Sequence[str], code: int) -> int:
    """Tell them bare, a line each: a `file:line:column` at the start of a line is what editors follow."""
    with suppress(OSError):
        for message in messages:
            click.echo(message, err=True)
    return code
