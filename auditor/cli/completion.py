"""`auditor completion`: what a shell has to read to complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from auditor.cli.options import debug_option

PROGRAM, VARIABLE = "auditor", "_AUDITOR_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command()
@debug_option
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the script that completes commands, options and their choices in SHELL.

    \b
      auditor completion bash > ~/.local/share/bash-completion/completions/auditor
      auditor completion zsh > "${fpath[1]}/_auditor"
      auditor completion fish > ~/.config/fish/completions/auditor.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # click knows the three
    completion = kind(click.get_current_context().find_root().command, {}, PROGRAM, VARIABLE)
    # click would call bash to learn its version; what it prints is wanted where no bash is, too
    click.echo(completion.source_template % completion.source_vars())
    return 0
