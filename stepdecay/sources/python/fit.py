"""A call fitted to another schedule: which texts stay, which pieces come and go, and where a new one is written."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from stepdecay.pyread.signatures import SIGNATURES
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.sources.python.alignment import aligned, boundaries_aligned, closest
from stepdecay.sources.python.draft import Draft
from stepdecay.sources.python.layout import after_argument, list_edits
from stepdecay.sources.python.numbers import number_text
from stepdecay.sources.python.reader import Join, JoinItem, LeafCall, Listing, Reading, Spot

Matches = Sequence[int | None]
"""For each new piece, the index of the old one that becomes it."""


class Fitting:
    """Fits one outermost call to a schedule.

    Args:
        draft: What the changes are collected in.
        in_place: As of `aligned`.
    """

    def __init__(self, draft: Draft, reading: Reading, schedule: Schedule, *, in_place: bool) -> None:
        self._draft = draft
        self._in_place = in_place
        self._owns = draft.ownership.owns
        self._fitted: set[Reading] = set()
        self._demands: dict[ast.expr, list[Schedule]] = {}
        self._gather(reading, schedule)
        self._fit(reading, schedule)

    def _gather(self, reading: Reading, wanted: Schedule) -> None:
        """Collect what each piece has to become; one that is used twice may have to become two things."""
        if not isinstance(reading, Join):
            return
        news = wanted.schedules if isinstance(wanted, JoinSchedules) else (wanted,)
        for index, one in zip(self._matches(reading, wanted), news, strict=True):
            if index is not None:
                part = reading.parts[index]
                for node in {part.reading.call, part.spot.node}:
                    self._demands.setdefault(node, []).append(one)
                self._gather(part.reading, one)

    def _matches(self, join: Join, wanted: Schedule) -> Matches:
        old = [self._draft.now(part.reading) for part in join.parts]
        if isinstance(wanted, JoinSchedules):
            return aligned(old, wanted.schedules, in_place=self._in_place)
        return [closest(old, wanted)]

    def _is_agreed(self, node: ast.expr) -> bool:
        return len(set(self._demands.get(node, ()))) <= 1

    def _fits_call(self, part: JoinItem, one: Schedule) -> bool:
        """Whether a part's call can be changed where it stands; one that is named `cosine` becomes no other kind."""
        is_own = self._is_agreed(part.reading.call) and self._owns(part.reading.spot.owner)
        return is_own and (not part.chain or part.reading.name == one.function)

    def _fit(self, reading: Reading, wanted: Schedule) -> None:
        """Change a call in its place, which is for this schedule alone."""
        if reading in self._fitted:
            return
        self._fitted.add(reading)
        if isinstance(reading, Join):
            if isinstance(wanted, JoinSchedules):
                self._fit_parts(reading, wanted)
                self._fit_boundaries(reading, wanted)
            else:
                self._unwrap(reading, wanted)
        elif isinstance(wanted, JoinSchedules):
            self._wrap(reading, wanted)
        elif reading.name == wanted.function:
            self._fit_leaf(reading, wanted)
        else:
            self._draft.change(reading.call, self._draft.text(wanted, reading, reading))

    def _fit_leaf(self, leaf: LeafCall, wanted: Schedule) -> None:
        now, names = self._draft.now(leaf), SIGNATURES[leaf.name].parameters
        for name in names:
            number, current = getattr(wanted, name), getattr(now, name)
            if name in leaf.arguments:
                self._draft.want(leaf.arguments[name], name, number, current)
            elif number != current:
                at = after_argument(self._draft.source, leaf.call)
                label = "" if len(leaf.call.args) == names.index(name) else f"{name}="
                self._draft.changes[at, at] = f", {label}{number_text(number)}"

    def _wrap(self, leaf: LeafCall, wanted: JoinSchedules) -> None:
        """Write a join around a call that becomes one of its pieces."""
        index = closest(wanted.schedules, self._draft.now(leaf))
        if index is None:
            self._draft.change(leaf.call, self._draft.text(wanted, leaf, leaf))
            return
        function = self._draft.function("join_schedules", leaf)
        texts = [self._draft.text(one, None, leaf) for one in wanted.schedules]
        start, stop = self._draft.source.span(leaf.call)
        after = "".join(f", {text}" for text in texts[index + 1 :])
        self._draft.changes[start, start] = f"{function}([" + "".join(f"{text}, " for text in texts[:index])
        self._draft.changes[stop, stop] = f"{after}], [{', '.join(map(str, wanted.boundaries))}])"
        self._fit_leaf(leaf, wanted.schedules[index])

    def _unwrap(self, join: Join, wanted: Schedule) -> None:
        """Write one schedule in the place of a join."""
        (index,) = self._matches(join, wanted)
        part = None if index is None else join.parts[index]
        if part is not None and part.spot.node is part.reading.call and part.spot.owner is join.spot.owner:
            (start, stop), (first, last) = map(self._draft.source.span, (join.call, part.reading.call))
            self._draft.changes.update({(start, first): "", (last, stop): ""})
            self._fit(part.reading, wanted)
        else:
            self._draft.change(join.call, self._draft.text(wanted, None if part is None else part.reading, join))
        self._note_unused(join, used=[])

    def _fit_parts(self, join: Join, wanted: JoinSchedules) -> None:
        matches = self._matches(join, wanted)
        pairs = list(zip(matches, wanted.schedules, strict=True))
        can_stay = all(self._has_place(join.parts[index], one, join) for index, one in pairs if index is not None)
        if can_stay and matches == list(range(len(join.parts))):
            for part, one in zip(join.parts, wanted.schedules, strict=True):
                self._place(part, one, join)
        elif can_stay and join.schedules.literal is not None and self._is_writable(join, matches):
            entries = [self._entry(join, index, one) for index, one in pairs]
            self._draft.changes.update(list_edits(self._draft.source, join.schedules.literal, entries))
        else:
            texts = [self._text(join, index, one) for index, one in pairs]
            self._draft.change(join.schedules.spot.node, f"[{', '.join(texts)}]")
        self._note_unused(join, matches)

    def _is_writable(self, join: Join, matches: Matches) -> bool:
        """Whether a list can get other entries where it is written; new ones are spelled for the scope of the call."""
        inner = join.schedules.inner
        return self._owns(inner.owner) and (None not in matches or inner.scope is join.spot.scope)

    def _has_place(self, part: JoinItem, one: Schedule, join: Join) -> bool:
        """Whether a part can become a schedule without its list written anew."""
        if self._fits_call(part, one) or self._is_settled(part, one):
            return True
        is_here = part.spot.scope is join.spot.scope
        return is_here and self._is_agreed(part.spot.node) and self._owns(part.spot.owner)

    def _place(self, part: JoinItem, one: Schedule, join: Join) -> None:
        if self._fits_call(part, one):
            self._fit(part.reading, one)
        elif self._is_settled(part, one):
            self._draft.keep(part.reading)
        else:
            self._draft.change(part.spot.node, self._draft.text(one, part.reading, join))
            self._note_elsewhere(part, join)

    def _entry(self, join: Join, index: int | None, one: Schedule) -> int | str:
        if index is None:
            return self._text(join, None, one)
        self._place(join.parts[index], one, join)
        return index

    def _text(self, join: Join, index: int | None, one: Schedule) -> str:
        """Return the text of a part in a list that is written anew, by its name where it has one that fits."""
        part = None if index is None else join.parts[index]
        is_named = part is not None and isinstance(part.spot.node, ast.Name)
        if part is not None and is_named and self._fits_call(part, one) and _is_readable(part, join):
            self._fit(part.reading, one)
            return self._draft.source.segment(part.spot.node)
        for same in join.parts:
            if self._is_settled(same, one) and self._stays(same, one) and _is_readable(same, join):
                self._draft.keep(same.reading)
                return self._draft.source.segment(same.spot.node)
        if part is not None and is_named:
            self._note_elsewhere(part, join)
        return self._draft.text(one, None if part is None else part.reading, join)

    def _stays(self, part: JoinItem, one: Schedule) -> bool:
        """Whether a part remains what it is, so that its text can be used once more."""
        is_changed = any(demand != one for demand in self._demands.get(part.reading.call, ()))
        return not (is_changed and self._is_agreed(part.reading.call) and self._owns(part.reading.spot.owner))

    def _is_settled(self, part: JoinItem, one: Schedule) -> bool:
        return self._draft.now(part.reading) == one and not self._draft.frees(part.reading)

    def _fit_boundaries(self, join: Join, wanted: JoinSchedules) -> None:
        listing, new, values = join.boundaries, wanted.boundaries, self._draft.values
        old = [int(values.number(spot.node, spot.scope)) for spot in listing.entries]
        matches = boundaries_aligned(self._matches(join, wanted), old, new)
        pairs = list(zip(matches, new, strict=True))
        wants = [(listing.entries[index], step, old[index]) for index, step in pairs if index is not None]
        is_same = matches == list(range(len(old)))
        is_agreed = len({(spot.node, step) for spot, step, _ in wants}) == len({spot.node for spot, _, _ in wants})
        is_own = is_agreed and self._owns(listing.inner.owner)
        if is_same and (is_own or (list(new) == old and not self._draft.freed)):
            self._want_steps(wants)
        elif is_own and listing.literal is not None:
            self._want_steps(wants)
            entries = [str(step) if index is None else index for index, step in pairs]
            self._draft.changes.update(list_edits(self._draft.source, listing.literal, entries))
        else:
            texts = [self._step(listing, index, old, step) for index, step in pairs]
            self._draft.change(listing.spot.node, f"[{', '.join(texts)}]")

    def _want_steps(self, wants: list[tuple[Spot, int, int]]) -> None:
        for spot, step, now in wants:
            self._draft.want(spot, "boundaries", step, now)

    def _step(self, listing: Listing, index: int | None, old: Sequence[int], step: int) -> str:
        """Return the text of a boundary in a list that is written anew."""
        if index is None or old[index] != step or listing.entries[index].node in self._draft.freed:
            return str(step)
        return self._draft.kept(listing.entries[index], "boundaries")

    def _note_elsewhere(self, part: JoinItem, join: Join) -> None:
        """Say why a named part is written anew in the join."""
        if part.chain:
            name, line = f"{part.chain[0].name} (line {part.reading.call.lineno})", join.call.lineno
            if self._owns(part.chain[0]) and self._is_agreed(part.reading.call):
                self._draft.note(f"{name} is no longer used")
            else:
                self._draft.note(f"{name} is used elsewhere too, so its new values are written in line {line}")

    def _note_unused(self, join: Join, used: Sequence[int | None]) -> None:
        nodes = {join.parts[index].reading.call for index in used if index is not None}
        for part in join.parts:
            if part.chain and part.reading.call not in nodes and self._owns(part.chain[0]):
                self._draft.note(f"{part.chain[0].name} (line {part.reading.call.lineno}) is no longer used")


def _is_readable(part: JoinItem, join: Join) -> bool:
    """Whether the text of a part means the same at the call of the join."""
    node, scope = part.spot.node, join.spot.scope
    if isinstance(node, ast.Name):
        return scope.holder(node.id) is part.chain[0].scope
    return part.spot.scope is scope
