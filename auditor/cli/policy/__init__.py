"""`auditor policy`: what an author asks of a pack. One question a file; each is read when it is asked."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {  # auditor.cli.policy.<name>.command, in the order of --help
    "new": "Write a new policy and its cases, which fail until they are written.",
    "check": "Read a pack whole: its keys, its names, and what is probably a mistake.",
    "test": "Play the worked cases and compare every duty's verdict, both ways.",
    "fmt": "One layout for all packs: keys in the order of the language, comments kept.",
    "schema": "The JSON Schemas of the files of a pack and of decisions, for editors.",
    "compile": "Show the SQL that runs, with the lines of the policies that it comes from.",
    "docs": "Pages for people: every policy, word and contact type with its examples.",
    "mutate": "Change the policies by one mistake at a time: would the cases notice?",
    "diff": "Judge an export by two versions of the policies: which verdicts change, and why.",
    "conflicts": "Find duties that cannot both be met, with the smallest history, and what settles them.",
    "coverage": "What the cases exercise, and what became of every clause of the knowledge base.",
}


class Questions(click.Group):
    """Reads a question's module when it is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The questions, in the order in which an author needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The question of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"auditor.cli.policy.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of questions, without reading their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Questions, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Write policies that can be trusted: check, test, measure and explain them."""
