"""The `stepdecay` command."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Sequence

from stepdecay.cli.arguments import parser
from stepdecay.cli.output import let_everything_print, print_lines, refuse
from stepdecay.cli.override import read_override
from stepdecay.engine import EngineError
from stepdecay.errors import ScheduleError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        0; 1 where `check` has found errors or warnings; 2 after one sentence on stderr, where the command, a schedule
        or a named file can't be read, the output can't be written or MLX can't be loaded.
    """
    if argv is None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # as an exception it can be lost inside a call of MLX
        let_everything_print()
    options = parser().parse_args(argv)
    try:
        return {"show": _show, "check": _check, "explain": _explain}[options.command](options)
    except (ScheduleError, EngineError) as error:
        return refuse(str(error))


def _show(options: Namespace) -> int:
    from stepdecay.cli.show_command import shown_lines

    lines, problems = shown_lines(options.schedule, read_override(options.run, options.updates), options.format)
    return max([print_lines(lines), *map(refuse, problems)])


def _check(options: Namespace) -> int:
    from stepdecay.cli.check_command import check_paths
    from stepdecay.cli.inspector import Inspector

    inspector = Inspector(read_override(options.run), options.dtype, options.notes)
    return check_paths(options.paths, inspector, options.format, options.fix)


def _explain(options: Namespace) -> int:
    from stepdecay.cli.explain_command import explanation

    return print_lines(explanation(options.rule))
