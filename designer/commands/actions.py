"""Every command once, as data."""

from __future__ import annotations

from collections.abc import Callable

from designer.commands.action import ActionSpec, Host, Keys, Role
from designer.commands.piece_commands import COMMANDS, PieceCommand
from designer.model.document import Document
from designer.model.pins import MOST_PINS, make_pin_current, pin, restore_pins, toggle_pin, unpin, unpin_all
from stepdecay.evaluate.dtypes import DTYPES, EXACT
from stepdecay.schedule.units import UNITS, Unit, shown_unit


def _undo_text(host: Host) -> str:
    return f"&Undo {host.document.undo_stack.undoText()}".rstrip()


def _redo_text(host: Host) -> str:
    return f"&Redo {host.document.undo_stack.redoText()}".rstrip()


def _toggle_log(host: Host) -> None:
    host.document.look(log_scale=not host.document.view.preferences.log_scale, y_range=None)


def _toggle_crosshair(host: Host) -> None:
    host.document.look(shows_crosshair=not host.document.view.preferences.shows_crosshair)


def _has_room(host: Host) -> bool:
    return len(host.document.view.overlay.pins) < MOST_PINS


def _has_pin(host: Host) -> bool:
    return host.document.view.focus.pin is not None


def _on_pin(command: Callable[[Document, int], None]) -> Callable[[Host], None]:
    """Return what runs a command on the selected pin, if there is one."""

    def run(host: Host) -> None:
        index = host.document.view.focus.pin
        if index is not None:
            command(host.document, index)

    return run


def _toggle_pin_text(host: Host) -> str:
    index, pins = host.document.view.focus.pin, host.document.view.overlay.pins
    return "&Show Pin" if index is not None and not pins[index].shown else "&Hide Pin"


def _x_axis(unit: Unit) -> ActionSpec:
    return ActionSpec(
        f"x_{unit}",
        f"&{unit.title()}",
        "View/X Axis",
        lambda host: host.document.look(unit=unit),
        enabled=lambda host: shown_unit(unit, host.document.design.run) == unit,
        checked=lambda host: shown_unit(host.document.view.preferences.unit, host.document.design.run) == unit,
    )


def _gradients_dtype(dtype: str) -> ActionSpec:
    return ActionSpec(
        f"dtype_{dtype}",
        "&float32 (exact)" if dtype == EXACT else f"{dtype[:-2]}&{dtype[-2:]}",
        "View/Gradients' dtype",
        lambda host: host.document.look(dtype=dtype),
        checked=lambda host: host.document.view.preferences.dtype == dtype,
        needs_schedule=True,
    )


def _of_pieces(command: PieceCommand) -> ActionSpec:
    checked = command.checked
    return ActionSpec(
        command.id,
        lambda host: command.text_for(host.document),
        command.menu,
        lambda host: host.ask_panel(command.id),
        command.shortcut,
        enabled=lambda host: command.enabled(host.document),
        needs_schedule=True,
        checked=None if checked is None else lambda host: checked(host.document),
    )


ACTIONS = (
    ActionSpec("new", "&New", "File", lambda host: host.new_window(), Keys.New),
    ActionSpec("open", "&Open…", "File", lambda host: host.files.open(), Keys.Open, icon="open"),
    ActionSpec(
        "open_log", "Open Training &Log…", "File", lambda host: host.logs.open(), "Ctrl+Shift+O", needs_rates=True
    ),
    ActionSpec(
        "close_log", "Close &Training Log", "File", lambda host: host.logs.close(),
        enabled=lambda host: host.document.view.overlay.log is not None,
    ),
    ActionSpec("close", "&Close", "File", lambda host: host.close(), Keys.Close, section=1),
    ActionSpec("save", "&Save", "File", lambda host: host.files.save(), Keys.Save, section=1, icon="save"),
    ActionSpec("save_as", "Save &As…", "File", lambda host: host.files.save_as(), "Ctrl+Shift+S", section=1),
    ActionSpec(
        "copy_code", "&Copy Code", "File/Export", lambda host: host.exporter.copy_code(), "Ctrl+Shift+C", section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "copy_snippet",
        lambda host: f"Copy as &Snippet with {host.document.view.preferences.optimizer}",
        "File/Export",
        lambda host: host.exporter.copy_snippet(),
        "Ctrl+Alt+C",
        section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "copy_swift", "Copy as S&wift", "File/Export", lambda host: host.exporter.copy_swift(), section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "copy_mlx_lm", "Copy as &mlx-lm Config", "File/Export", lambda host: host.exporter.copy_mlx_lm(), section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "save_code", "Save Co&de…", "File/Export", lambda host: host.exporter.save_code(), section=3,
        needs_schedule=True,
    ),
    ActionSpec(
        "save_image", "&Image…", "File/Export", lambda host: host.exporter.save_image(), "Ctrl+Shift+E", section=3,
        needs_schedule=True, needs_rates=True,
    ),
    ActionSpec(
        "save_table", "&Table…", "File/Export", lambda host: host.exporter.save_table(), section=3,
        needs_schedule=True, needs_rates=True,
    ),
    ActionSpec(
        "print", "&Print…", "File", lambda host: host.exporter.print_plot(), Keys.Print, section=4,
        needs_schedule=True, needs_rates=True,
    ),
    ActionSpec(
        "quit", "&Quit", "File", lambda host: host.end(), "Ctrl+Q", role=Role.QuitRole, section=5
    ),
    ActionSpec(
        "undo", _undo_text, "Edit", lambda host: host.document.undo_stack.undo(), Keys.Undo,
        enabled=lambda host: host.document.undo_stack.canUndo(), icon="undo",
    ),
    ActionSpec(
        "redo", _redo_text, "Edit", lambda host: host.document.undo_stack.redo(), Keys.Redo,
        enabled=lambda host: host.document.undo_stack.canRedo(), icon="redo",
    ),
    ActionSpec("cut", "Cu&t", "Edit", lambda host: host.edit_text("cut"), Keys.Cut, section=1),
    ActionSpec("copy", "&Copy", "Edit", lambda host: host.edit_text("copy"), Keys.Copy, section=1),
    ActionSpec("paste", "&Paste", "Edit", lambda host: host.edit_text("paste"), Keys.Paste, section=1),
    ActionSpec(
        "log_scale", "&Log Scale", "View", _toggle_log, "Ctrl+L", needs_rates=True,
        checked=lambda host: host.document.view.preferences.log_scale, icon="log",
    ),
    *map(_x_axis, UNITS),
    *map(_gradients_dtype, DTYPES),
    ActionSpec(
        "fit", "&Fit", "View", lambda host: host.document.fit_view(), "Ctrl+0", needs_rates=True, icon="fit"
    ),
    ActionSpec(
        "go_to", "&Go to Level or Update…", "View", lambda host: host.open_panel("go_to"), "Ctrl+G",
        needs_schedule=True, needs_rates=True,
    ),
    ActionSpec(
        "next_finding", "&Next Finding", "View", lambda host: host.open_panel("next_finding"), "F8",
        needs_schedule=True, enabled=lambda host: host.has_answer("next_finding"),
    ),
    ActionSpec(
        "crosshair", "Show &Crosshair", "View", _toggle_crosshair, section=1, needs_rates=True,
        checked=lambda host: host.document.view.preferences.shows_crosshair,
    ),
    ActionSpec(
        "inspector", "&Inspector", "View", lambda host: host.toggle_inspector(), "Ctrl+Alt+I", section=1,
        checked=lambda host: host.inspector_shown(), icon="inspector",
    ),
    ActionSpec(
        "full_screen", "F&ull Screen", "View", lambda host: host.toggle_full_screen(), Keys.FullScreen, section=1,
        checked=lambda host: host.isFullScreen(),
    ),
    *map(_of_pieces, COMMANDS),
    ActionSpec(
        "pin", "&Pin", "Schedule", lambda host: pin(host.document), "Ctrl+D", icon="pin", section=1,
        enabled=_has_room, needs_schedule=True, needs_rates=True,
    ),
    ActionSpec(
        "unpin_all", "&Unpin All", "Schedule", lambda host: unpin_all(host.document), section=1,
        enabled=lambda host: bool(host.document.view.overlay.pins),
    ),
    ActionSpec(
        "restore_pins", "Re&store Removed Pins", "Schedule", lambda host: restore_pins(host.document), section=1,
        enabled=lambda host: bool(host.document.view.overlay.unpinned) and _has_room(host),
    ),
    ActionSpec(
        "make_pin_current", "Make Pin &Current", "Schedule", _on_pin(make_pin_current), section=2, enabled=_has_pin,
        needs_schedule=True,
    ),
    ActionSpec(
        "rename_pin", "&Rename Pin", "Schedule", lambda host: host.ask_panel("rename_pin"), section=2, enabled=_has_pin
    ),
    ActionSpec("toggle_pin", _toggle_pin_text, "Schedule", _on_pin(toggle_pin), section=2, enabled=_has_pin),
    ActionSpec("remove_pin", "R&emove Pin", "Schedule", _on_pin(unpin), section=2, enabled=_has_pin),
    ActionSpec(
        "goals", "&Goals…", "Schedule", lambda host: host.open_panel("goals"), "Ctrl+Shift+G", section=3,
        needs_schedule=True, needs_rates=True, enabled=lambda host: host.document.design.has_goals,
    ),
    ActionSpec(
        "resume", "Resume at &Update…", "Schedule", lambda host: host.open_panel("resume"), section=3,
        needs_schedule=True, needs_rates=True,
    ),
    ActionSpec("minimize", "&Minimize", "Window", lambda host: host.showMinimized(), "Ctrl+M"),
    ActionSpec("zoom", "&Zoom", "Window", lambda host: host.toggle_zoom()),
    ActionSpec("shortcuts", "&Keyboard Shortcuts", "Help", lambda host: host.show_help("shortcuts"), "Ctrl+/"),
    ActionSpec(
        "documentation", "&MLX Schedulers", "Help", lambda host: host.show_help("documentation"), Keys.HelpContents
    ),
    ActionSpec(
        "about", "&About LR Designer", "Help", lambda host: host.show_help("about"), role=Role.AboutRole, section=1
    ),
)  # fmt: skip

TOOLBAR = ("open", "save", None, "undo", "redo", None, "log_scale", "fit", "pin")
EXPORT_MENU = "File/Export"
PIN_ACTIONS = ("make_pin_current", "rename_pin", "toggle_pin", "remove_pin")
CLIPBOARD = ("cut", "copy", "paste")
