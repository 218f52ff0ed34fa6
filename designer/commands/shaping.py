"""What commands do to the pieces of a design's schedule, each as one undo step; all arithmetic is the core's."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from designer.model.document import Document
from stepdecay import ScheduleError
from stepdecay.numbers.clean import clean_share
from stepdecay.numbers.text import as_float32, float_literal
from stepdecay.reshaping.assembly import extent
from stepdecay.reshaping.boundaries import moved_boundary
from stepdecay.reshaping.kind_change import kind_changed
from stepdecay.reshaping.piece_list import added, moved, removed, with_warmup
from stepdecay.reshaping.presets import PRESETS
from stepdecay.reshaping.splitting import split
from stepdecay.reshaping.stretching import stretched
from stepdecay.schedule.kind import CONSTANT, Ramp
from stepdecay.schedule.kinds import LEAVES, JoinSchedules, Leaf, Schedule, constant
from stepdecay.schedule.structure import Piece, arguments, pieces, with_argument

KINDS = (*LEAVES, CONSTANT)
"""The kinds of pieces in the order of menus: MLX's names, and the way to write a constant."""

_SHARE = 10
_ANY_PEAK = 1e-3


def selected(document: Document) -> int | None:
    """Return the piece that commands are for: the selected one, or the only one there is."""
    count, piece = len(pieces(document.design.schedule)), document.view.focus.piece
    if count == 1:
        return 0
    return piece if piece is not None and 0 <= piece < count else None


def selected_kind(document: Document) -> str | None:
    """Return the kind of the piece that commands are for."""
    index = selected(document)
    return None if index is None else _kind(document, index)


def can_warm_up(document: Document) -> bool:
    """Return whether there is room for a warm-up, and something to warm up to."""
    return _is_possible(lambda: with_warmup(document.design.schedule, document.design.run.updates))


def add_warmup(document: Document) -> None:
    """Begin with a rise to the first rate."""
    _edit(document, "Add Warm-up", with_warmup(document.design.schedule, document.design.run.updates), 0)


def can_stretch(document: Document) -> bool:
    """Return whether the schedule doesn't fit the run, and can be made to."""
    design = document.design
    try:
        return bool(stretched(design.schedule, design.run.updates) != design.schedule)
    except ScheduleError:
        return False


def stretch(document: Document) -> None:
    """Let the last end fall on the last update, with all lengths and boundaries in proportion.

    Raises:
        ScheduleError: A number that would change is computed in the source's text.
    """
    schedule = document.design.schedule
    candidate = stretched(schedule, document.design.run.updates)
    old = arguments(schedule)
    for path, value in arguments(candidate).items():
        if path in document.computed() and value != old.get(path):
            raise ScheduleError(f"Can't stretch: {path} is computed in the file; replace it by a number first", path)
    document.edit_schedule("Stretch to the Run", candidate)


def can_add_schedule(document: Document) -> bool:
    """Return whether this is a trainer's config with no more than a constant rate, and a run that it could fall in."""
    return _usual(document) is not None


def add_schedule(document: Document) -> None:
    """Warm up to the constant rate and fall along a cosine to a tenth of it, for the run as it is."""
    schedule = _usual(document)
    if schedule is not None:
        _edit(document, "Add Schedule", schedule, None)


def _usual(document: Document) -> Schedule | None:
    """Return what the document's kind of file is offered in the place of a constant rate; None where there is none."""
    design, source = document.design, document.source
    peak, updates = _constant(design.schedule), design.run.updates
    return source.kind.usual(updates, peak) if source is not None and updates > 1 and peak > 0 else None


def _constant(schedule: Schedule) -> float:
    """Return the rate of a schedule that is a constant; 0 for any other."""
    if not isinstance(schedule, JoinSchedules) and schedule.is_constant and as_float32(schedule.init):
        return schedule.init
    return 0.0


def add_piece(document: Document, kind: str) -> None:
    """Add a piece after the selected one, or at the end.

    Where the schedule goes on until the run is over, the new piece takes the second half of what is left of the run:
    behind its end, nobody would see it.
    """
    schedule, updates = document.design.schedule, document.design.run.updates
    last = len(pieces(schedule)) - 1
    chosen = selected(document)
    after = last if chosen is None else chosen
    piece = pieces(schedule)[after]
    begins = piece.first_step + extent(piece, updates)
    middle = (piece.first_step + updates) // 2
    if begins >= updates and piece.first_step < middle:
        candidate = kind_changed(split(schedule, middle, updates), after + 1, kind, updates)
    else:
        room = max(updates - begins, 1) if after == last else clean_share(updates, _SHARE)
        leaf = _leaf_after(schedule, piece, begins - piece.first_step, kind, room)
        candidate = added(schedule, after + 1, leaf, updates)
    _edit(document, f"Add {kind}", candidate, after + 1)


def _leaf_after(schedule: Schedule, piece: Piece, steps: int, kind: str, room: int) -> Leaf:
    """Return a schedule of a kind that goes on from where a piece comes to after some steps, with room for some."""
    from stepdecay.evaluate.mlx_rates import rates
    from stepdecay.numbers.text import rate_text

    rate = float(rate_text(float(rates(piece.schedule, steps))))
    if isinstance(piece.schedule, Ramp) and piece.schedule.length <= steps:
        rate = piece.schedule.end  # which MLX may miss by a hair of float32
    rate = rate if 0 < rate < float("inf") else peak(schedule)
    made = kind_changed(constant(rate), 0, kind, room + 1)
    return pieces(made)[0].schedule


def split_step(document: Document) -> int | None:
    """Return the step under the crosshair; without one, in the middle of what the run has of the selected piece."""
    design, index = document.design, selected(document)
    found = pieces(design.schedule)
    if document.view.shown_crosshair is not None or index is None:
        return document.view.shown_crosshair
    stop = found[index].stop_step
    middle = (found[index].first_step + min(design.run.updates, stop or design.run.updates)) // 2
    return middle if middle > found[index].first_step else None


def split_piece(document: Document) -> None:
    """Make two pieces of the one under the crosshair, or of the selected one."""
    step, design = split_step(document), document.design
    if step is None:
        raise ScheduleError("there is nothing to split: point at an update within a piece, or select a piece")
    index = sum(piece.first_step < step for piece in pieces(design.schedule)) - 1
    _edit(document, f"Split {_kind(document, index)}", split(design.schedule, step, design.run.updates), index + 1)


def can_remove(document: Document) -> bool:
    """Return whether a piece is selected that is not the only one."""
    return selected(document) is not None and len(pieces(document.design.schedule)) > 1


def remove_piece(document: Document) -> None:
    """Remove the selected piece; the one that takes its place is selected."""
    index = _selected_or_raise(document)
    candidate = removed(document.design.schedule, index)
    _edit(document, f"Remove {_kind(document, index)}", candidate, min(index, len(pieces(candidate)) - 1))


def can_move(document: Document, by: int) -> bool:
    """Return whether the selected piece has a neighbour on that side."""
    index = selected(document)
    return index is not None and 0 <= index + by < len(pieces(document.design.schedule))


def move_piece(document: Document, by: int) -> None:
    """Let the selected piece change places with its neighbour: -1 with the one before, 1 with the one after."""
    index, design = _selected_or_raise(document), document.design
    candidate = moved(design.schedule, index, index + by, design.run.updates)
    _edit(document, f"Move {_kind(document, index)} {'Up' if by < 0 else 'Down'}", candidate, index + by)


def change_kind(document: Document, kind: str, index: int | None = None) -> None:
    """Make a piece, by default the selected one, one of another kind."""
    index = _selected_or_raise(document) if index is None else index
    candidate = kind_changed(document.design.schedule, index, kind, document.design.run.updates)
    _edit(document, f"Change Kind to {kind}", candidate, index)


def use_preset(document: Document, name: str) -> None:
    """Make a preset the schedule, for the run as it is and the highest rate of the schedule as it is."""
    preset = next(preset for preset in PRESETS if preset.id == name)
    schedule = preset.make(document.design.run.updates, peak(document.design.schedule))
    document.replace_schedule(f"Use Preset {preset.title}", schedule)
    document.look(piece=None)


def peak(schedule: Schedule) -> float:
    """Return the highest rate that a piece begins or ends with; 0.001 for a schedule that is 0."""
    highest = max(max(piece.schedule.rates.values()) for piece in pieces(schedule))
    return highest if as_float32(highest) else _ANY_PEAK


def edit_boundary(document: Document, path: str, boundary: int, gesture: Hashable | None = None) -> None:
    """Let a piece begin elsewhere, as dragging its boundary does: the lengths beside it follow.

    A length that the source's text computes stays.

    Raises:
        ScheduleError: The boundary would not be between its neighbours.
    """
    schedule = document.design.schedule
    by_itself = with_argument(schedule, path, boundary)
    index = next(index for index, piece in enumerate(pieces(schedule)) if piece.boundary == path)
    step = pieces(schedule)[index].first_step + boundary - arguments(schedule)[path]
    candidate = moved_boundary(schedule, index, step)
    values, computed = arguments(by_itself), document.computed()
    for other, value in arguments(candidate).items():
        if value != values.get(other) and (other == path or other in computed):
            candidate = with_argument(candidate, other, values[other])
    document.edit_schedule(f"Change boundary to {boundary}", candidate, gesture)


def edit_constant(document: Document, path: str, rate: float, gesture: Hashable | None = None) -> None:
    """Give a constant piece another rate.

    Args:
        document: The document.
        path: The path of the piece's `init`.
        rate: The rate of every update.
        gesture: As of `Document.edit`.

    Raises:
        ScheduleError: It can't be a rate.
    """
    design = document.design.with_argument(path, rate).with_argument(path.removesuffix("init") + "end", rate)
    document.edit(f"Change rate to {float_literal(rate)}", design, gesture)


def _edit(document: Document, text: str, schedule: Schedule, piece: int | None) -> None:
    document.edit_schedule(text, schedule)
    document.look(piece=piece)


def _kind(document: Document, index: int) -> str:
    return pieces(document.design.schedule)[index].schedule.kind_name


def _selected_or_raise(document: Document) -> int:
    index = selected(document)
    if index is None:
        raise ScheduleError("no piece is selected: click one in the Schedule panel first")
    return index


def _is_possible(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ScheduleError:
        return False
    return True
