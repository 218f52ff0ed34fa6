"""Every panel once, as data: a new one is a file in `designer/panels` and a line in `PANELS`.

A panel is loaded when it is made: the first paint doesn't wait for those that come later.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.commands.exporter import Exporter
    from designer.commands.menus import Menus
    from designer.filing.files import Files
    from designer.frame.no_plot import NoPlot
    from designer.model.document import Design, Document
    from designer.panels.code import CodePanel
    from designer.panels.compare import ComparePanel
    from designer.panels.findings import FindingsPanel
    from designer.panels.levels import LevelsPanel
    from designer.panels.log import LogPanel
    from designer.panels.panel import Panel
    from designer.panels.resume import ResumePanel
    from designer.panels.schedule.panel import SchedulePanel
    from designer.panels.source import SourcePanel
    from designer.plot.canvas import Canvas
    from designer.widgets.message_bar import MessageBar
    from stepdecay import Place

CODE_HEIGHT, FINDINGS_HEIGHT, FOLDED_HEIGHT, LEVELS_HEIGHT = 44, 20, 24, 120


class Slot(Enum):
    """Where a panel is; those of one slot are below each other."""

    INSPECTOR = "beside the plot, where it scrolls in a low window"
    FOOTER = "below the inspector, in sight however far that is scrolled"
    BELOW_PLOT = "under the plot"
    BOTTOM = "under all, as wide as the window"


class Stage(IntEnum):
    """When a panel is made, as the window opens."""

    FIELDS = 0
    PLOT = 1
    CONTROLS = 2
    REST = 3


class Frame(Protocol):
    """What panels may need of a window, besides its document."""

    @property
    def document(self) -> Document: ...
    @property
    def plot(self) -> Canvas | NoPlot: ...
    @property
    def exporter(self) -> Exporter: ...
    @property
    def files(self) -> Files: ...
    @property
    def menus(self) -> Menus: ...
    @property
    def message_bar(self) -> MessageBar: ...
    def has_rates(self) -> bool: ...
    def commit_typing(self) -> None: ...
    def show_inspector(self) -> None: ...
    def go_to_field(self, argument: str) -> None: ...
    def bring_into_sight(self, row: QWidget) -> None: ...


class PanelSpec(NamedTuple):
    """A panel.

    Attributes:
        make: Its class, as `module:Class`, which is made with the document; or what makes it.
        slot: Where it is. The order of the registry is that of a slot, and the one in which Tab goes through them.
        stage: When it is made; may depend on the document.
        kept: The height that is kept free for it until then, so that nothing moves; may depend on the design. A panel
            for which none is kept comes only when it has something to show.
        fills: Whether it takes all the room that is left in its slot.
        needs_rates: Whether it shows MLX's rates, so that there is none where MLX can't be loaded.
        needs_schedule: Whether it is about the schedule, so that it isn't shown while a file's names have no values.
        wire: Connects it with the window, once there are commands.
    """

    make: str | Callable[[Frame], Panel]
    slot: Slot = Slot.INSPECTOR
    stage: Stage | Callable[[Document], Stage] = Stage.REST
    kept: int | Callable[[Design], int] = 0
    fills: bool = False
    needs_rates: bool = False
    needs_schedule: bool = True
    wire: Callable[[Any, Frame], None] = lambda panel, frame: None

    def made(self, frame: Frame) -> Panel:
        """Return a new one."""
        if not isinstance(self.make, str):
            return self.make(frame)
        module, _, name = self.make.partition(":")
        kind: type[Panel] = getattr(import_module(module), name)
        return kind(frame.document)

    def stage_for(self, document: Document) -> Stage:
        """Return when it is made."""
        return self.stage if isinstance(self.stage, Stage) else self.stage(document)

    def kept_for(self, design: Design) -> int:
        """Return the height that is kept free for it."""
        return self.kept if isinstance(self.kept, int) else self.kept(design)


def _make_findings(frame: Frame) -> Panel:
    from designer.model.findings import Findings
    from designer.panels.findings import FindingsPanel

    found = Findings(frame.document, lambda: frame.plot.is_dragging)
    panel = FindingsPanel(frame.document, found)
    found.setParent(panel)
    frame.plot.attend(found)
    return panel


def _wire_source(panel: SourcePanel, frame: Frame) -> None:
    panel.chosen.connect(frame.files.choose)
    panel.schedule_wanted.connect(frame.menus.actions["add_schedule"].trigger)


def _wire_schedule(panel: SchedulePanel, frame: Frame) -> None:
    panel.refused.connect(frame.message_bar.show_message)


def _wire_findings(panel: FindingsPanel, frame: Frame) -> None:
    def show_place(place: Place) -> None:
        """Show where a finding is, on the plot and by the field of its argument."""
        if place.update is not None:
            frame.plot.reveal(place.update)
        if place.argument is not None:
            frame.go_to_field(place.argument)

    panel.rebuilt.connect(frame.menus.refresh)
    panel.place_wanted.connect(show_place)
    panel.reached.connect(frame.bring_into_sight)
    frame.plot.finding_wanted.connect(frame.show_inspector)
    frame.plot.finding_wanted.connect(panel.show_finding)


def _wire_resume(panel: ResumePanel, frame: Frame) -> None:
    panel.copy_wanted.connect(lambda code: frame.exporter.copy_text(code, "Copied"))


def _wire_levels(panel: LevelsPanel, frame: Frame) -> None:
    panel.update_wanted.connect(frame.plot.reveal)


def _wire_code(panel: CodePanel, frame: Frame) -> None:
    def copy() -> None:
        frame.commit_typing()
        frame.exporter.copy_text(panel.code.toPlainText(), "Copied")

    panel.copy_wanted.connect(copy)
    frame.exporter.said.connect(panel.say)
    frame.files.said.connect(panel.say)


def _wire_compare(panel: ComparePanel, frame: Frame) -> None:
    from designer.commands.actions import PIN_ACTIONS

    panel.offer([frame.menus.actions[name] for name in PIN_ACTIONS])
    panel.table.removal_wanted.connect(frame.menus.actions["remove_pin"].trigger)


def _wire_log(panel: LogPanel, frame: Frame) -> None:
    panel.close_wanted.connect(frame.menus.actions["close_log"].trigger)


def _with_plot_if_pinned(document: Document) -> Stage:
    """Return when pins are listed: where there are some already, at once, so that the plot keeps its place."""
    return Stage.PLOT if document.view.overlay.pins else Stage.REST


PANELS = (
    PanelSpec("designer.panels.source:SourcePanel", needs_schedule=False, wire=_wire_source),
    PanelSpec("designer.panels.translation:TranslationPanel", needs_schedule=False),
    PanelSpec("designer.panels.schedule.panel:SchedulePanel", stage=Stage.FIELDS, wire=_wire_schedule),
    PanelSpec("designer.panels.run.panel:RunPanel", stage=Stage.FIELDS),
    PanelSpec(_make_findings, Slot.FOOTER, kept=FINDINGS_HEIGHT, needs_rates=True, wire=_wire_findings),
    PanelSpec(
        "designer.panels.goals:GoalsPanel", kept=lambda design: FOLDED_HEIGHT if design.has_goals else 0,
        needs_rates=True,
    ),
    PanelSpec("designer.panels.resume:ResumePanel", kept=FOLDED_HEIGHT, needs_rates=True, wire=_wire_resume),
    PanelSpec(
        "designer.panels.levels:LevelsPanel", kept=lambda design: LEVELS_HEIGHT if design.has_levels else 0,
        fills=True, needs_rates=True, wire=_wire_levels,
    ),
    PanelSpec(
        "designer.panels.code:CodePanel", Slot.BOTTOM, Stage.CONTROLS, CODE_HEIGHT, needs_schedule=False,
        wire=_wire_code,
    ),
    PanelSpec(
        "designer.panels.compare:ComparePanel", Slot.BELOW_PLOT, _with_plot_if_pinned, needs_rates=True,
        needs_schedule=False, wire=_wire_compare,
    ),
    PanelSpec(
        "designer.panels.log:LogPanel", Slot.BELOW_PLOT, needs_rates=True, needs_schedule=False, wire=_wire_log
    ),
)  # fmt: skip
