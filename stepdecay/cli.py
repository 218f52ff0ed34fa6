"""The `stepdecay` command."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

from stepdecay import __version__
from stepdecay.arithmetic import exact, whole
from stepdecay.errors import ScheduleError
from stepdecay.expressions import parse_schedule
from stepdecay.spans import usual_updates
from stepdecay.treads import levels
from stepdecay.writers.table import FORMATS, table_lines


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Print one sentence, without the usage that argparse puts above it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        0; 2 after one sentence on stderr, where the command or a schedule can't be read or the output can't be written.
    """
    if argv is None:  # Ctrl+C ends the process itself: as an exception it can be lost inside a call of MLX
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    options = _parser().parse_args(argv)
    try:
        return _print(_show(options.expression, options.updates, options.format))
    except ScheduleError as error:
        return _refuse(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="stepdecay", description="Learning-rate schedules of Apple's MLX.")
    parser.add_argument("--version", action="version", version=f"stepdecay {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    show = commands.add_parser("show", help="print the levels of a schedule", description="Print a schedule's levels.")
    show.add_argument("expression", metavar="EXPRESSION", help="the schedule: step_decay(0.1, 0.9, 10)")
    show.add_argument("--updates", metavar="N", help="the run's updates (default: all of the schedule)")
    show.add_argument("--format", choices=FORMATS, default="table", help="how to print them (default: %(default)s)")
    return parser


def _show(expression: str, updates: str | None, form: str) -> Iterator[str]:
    schedule = parse_schedule(expression)
    if updates is None:
        return table_lines(levels(schedule, usual_updates(schedule)), form)
    return table_lines(levels(schedule, whole(exact(updates), "updates")), form)


def _print(lines: Iterator[str]) -> int:
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer can't be written either; Python would try to at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # `| head` has read enough; Windows says EINVAL
            return _refuse(f"the output can't be written: {error.strerror}")
    return 0


def _refuse(sentence: str) -> int:
    print(f"stepdecay: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
