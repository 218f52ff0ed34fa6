"""The words and options of the `stepdecay` command."""

from __future__ import annotations

import argparse
import os
from typing import Any, NoReturn

from stepdecay import __version__
from stepdecay.evaluate.dtypes import DTYPES
from stepdecay.writers.table import FORMATS

REPORT_FORMATS = ("text", "json", "github")

_RUN = "iters=600,accumulation=4,batches_per_epoch=250: the run, instead of what the file says; or updates=150"
_CHECK = """Say what is wrong or surprising about the schedules in scripts and mlx-lm configs, as file:line:column.
Nothing is run. Exit status: 0 clean, 1 errors or warnings, 2 a named file could not be read. Of a folder, all
{files} are checked, and those that can't be read or have no schedule are skipped; hidden folders, virtual environments
and node_modules are left out."""
_SHOW = """Print the levels of a schedule, or what the schedules of a script or mlx-lm config do at each iteration."""


class _Help(argparse.HelpFormatter):
    """Made for each option; argparse's own loads `shutil`, and with it all that compresses, to ask for the width."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except OSError:  # no terminal
            columns = 80
        super().__init__(prog, width=columns - 2)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, **options)

    def format_help(self) -> str:
        """Write the help, with the files of all kinds of documents, which nothing else here has to know."""
        from stepdecay.sources.registry import listed, suffixes

        files = listed([f"*{suffix}" for suffix in suffixes()])
        self.description = (self.description or "").replace("{files}", files)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Print one sentence, without the usage that argparse puts above it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; the command's name is in `command`."""
    whole = _Parser(prog="stepdecay", description="Learning-rate schedules of Apple's MLX.")
    whole.add_argument("--version", action="version", version=f"stepdecay {__version__}")
    # With its prog, argparse loads nothing to make it of the usage.
    commands = whole.add_subparsers(
        required=True, metavar="COMMAND", dest="command", parser_class=_Parser, prog="stepdecay"
    )
    _add_show(commands.add_parser("show", help="print what a schedule does", description=_SHOW))
    _add_check(commands.add_parser("check", help="say what is wrong in scripts and configs", description=_CHECK))
    explain = commands.add_parser("explain", help="explain a finding", description="Explain a finding, or list all.")
    explain.add_argument("rule", nargs="?", metavar="CODE", help="its code or name: LR101 (default: list all)")
    return whole


def _add_show(show: argparse.ArgumentParser) -> None:
    show.add_argument("schedule", metavar="EXPRESSION|PATH", help="step_decay(0.1, 0.9, 10), or a script or config")
    show.add_argument("--updates", metavar="N", help="the run's updates (default: the file's, or all of the schedule)")
    _add_run(show)
    show.add_argument("--format", choices=FORMATS, default="table", help="how to print it (default: %(default)s)")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", nargs="+", metavar="PATH", help="a script, an mlx-lm config, or a folder of them")
    _add_run(check)
    check.add_argument(
        "--format", choices=REPORT_FORMATS, default="text", help="how to print findings (default: %(default)s)"
    )
    check.add_argument("--notes", action="store_true", help="also print notes, which never change the exit status")
    check.add_argument(
        "--dtype", choices=DTYPES, default=DTYPES[0], help="what the gradients are in (default: %(default)s)"
    )
    check.add_argument("--fix", action="store_true", help="mend what can be mended unseen, and print the difference")


def _add_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("--run", action="append", default=[], metavar="NAME=N,…", help=_RUN)
