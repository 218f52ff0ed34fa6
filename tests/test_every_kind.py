"""Every kind of schedule through all that this program does with one: what a new kind forgets is red here."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit

import stepdecay
from designer.model.document import Design
from designer.panels.findings import FindingsPanel
from stepdecay import (
    JoinSchedules,
    LinearSchedule,
    Run,
    ScheduleError,
    check,
    figures,
    find_schedules,
    levels,
    outline,
    parse_schedule,
    rates,
    resumed,
    to_mlx_lm,
    to_python,
    to_swift,
)
from stepdecay.evaluate.natural_length import usual_updates
from stepdecay.reshaping.kind_change import kind_changed
from stepdecay.reshaping.piece_list import with_warmup
from stepdecay.reshaping.splitting import split
from stepdecay.reshaping.stretching import stretched
from stepdecay.schedule.kind import Factor, Kind, Ramp, Role
from stepdecay.schedule.kinds import KINDS, LEAVES, ROLES, Leaf
from stepdecay.schedule.structure import pieces
from tests.designer.conftest import Mouse
from tests.stepdecay.helpers.cases import bits

VALUES = {Role.FACTOR: 0.9, Role.NUMBER: 3.0}
WARMUP = LinearSchedule(1e-5, 1e-3, 100)


def sample(kind: type[Leaf], count: int = 900) -> Leaf:
    """A schedule from 0.001 to 0.00001 whose length, or tread, is so many updates."""
    rates_left = iter((1e-3, 1e-5))
    values = {}
    for argument in kind.arguments():
        match argument.role:
            case Role.RATE:
                values[argument.name] = next(rates_left)
            case Role.COUNT:
                values[argument.name] = count
            case role:
                values[argument.name] = VALUES[role]
    return kind(**values)


kinds = pytest.mark.parametrize("kind", LEAVES.values(), ids=LEAVES)
STEPS = [0, 1, 2, 99, 100, 450, 899, 900, 901, 5000]


def test_no_kind_is_forgotten_where_kinds_are_listed():
    made = {kind for family in (Ramp, Factor) for kind in family.__subclasses__()} | (
        set(Kind.__subclasses__()) - {Ramp, Factor}
    )
    assert made == set(LEAVES.values())
    assert set(KINDS) == {*LEAVES, "join_schedules"}
    for kind in KINDS.values():
        assert getattr(stepdecay, kind.__name__, None) is kind
        assert kind.__name__ in stepdecay.__all__


def test_a_name_of_an_argument_means_the_same_in_every_kind():
    for kind in LEAVES.values():
        for argument in kind.arguments():
            assert ROLES[argument.name] is argument.role


@kinds
def test_it_says_of_every_argument_what_it_does(kind):
    names = [argument.name for argument in kind.arguments()]
    for argument in kind.arguments():
        assert re.fullmatch(r"[A-Z].+\.", argument.meaning)
    assert kind.length_argument in (None, *names)
    assert kind.tread_argument in (None, *names)
    counts = [argument.name for argument in kind.arguments() if argument.role is Role.COUNT]
    assert counts == [name for name in (kind.length_argument, kind.tread_argument) if name is not None]


@kinds
@pytest.mark.parametrize("keywords", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_its_code_reads_back_to_the_same_bits(kind, keywords, named, tmp_path):
    leaf = sample(kind)
    for schedule in (leaf, JoinSchedules([WARMUP, leaf], [100])):
        again = parse_schedule(to_python(schedule, keywords=keywords, named=named))
        assert again == schedule
        assert bits(rates(again, STEPS)) == bits(rates(schedule, STEPS))
        path = tmp_path / "train.py"
        path.write_text(to_python(schedule, keywords=keywords, snippet=True))
        (found,) = find_schedules(path)
        assert found.schedule == schedule


@kinds
def test_swift_has_every_argument_behind_its_name(kind):
    leaf = sample(kind)
    code = to_swift(leaf)
    first, *others = [argument.name for argument in kind.arguments()]
    labels = [re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in others]
    assert re.findall(r"(\w+): ", code) == labels
    assert f"({stepdecay.to_python(leaf).partition('(')[2].partition(',')[0]}," in code
    assert first == "init"


@kinds
def test_a_config_that_says_it_is_read_as_it(kind, tmp_path):
    schedule = JoinSchedules([WARMUP, sample(kind)], [101])
    for wanted in (sample(kind), schedule):
        path = tmp_path / "lora.yaml"
        path.write_text(to_mlx_lm(wanted, run=Run(1000)) + "\n")
        (found,) = find_schedules(path)
        assert found.schedule == wanted
        path.write_bytes(found.replace(wanted, Run(2000)))
        assert find_schedules(path)[0].run == Run(2000)


@kinds
def test_its_levels_outline_and_figures_are_mlxs(kind):
    leaf = sample(kind, 40)
    every = rates(leaf, range(100)).astype(float)
    assert {level.first_rate for level in levels(leaf, 100)} <= set(every.tolist())
    assert len(levels(leaf, 100)) == (3 if kind.tread_argument else 1)
    drawn = outline(leaf, 0, 100, 400)
    assert (drawn.y.max(), drawn.y.min()) == (every.max(), every.min())
    assert figures(leaf, 100).mean_rate == pytest.approx(every.mean(), rel=1e-3)


@pytest.mark.parametrize("kind", [kind for kind in LEAVES.values() if issubclass(kind, Ramp)])
def test_a_run_that_ends_too_early_is_found(kind):
    (found,) = check(JoinSchedules([WARMUP, sample(kind)], [100]), Run(500))
    assert found.code == "LR101"
    assert f"{kind.length_argument} = 900" in found.message
    assert found.fix is not None
    assert not check(found.fix.schedule, Run(500))


@kinds
def test_it_is_cut_in_two_of_its_kind(kind):
    leaf = sample(kind, 100 if kind.tread_argument else 900)
    before, after = split(leaf, 300, 900).schedules
    assert type(before) is type(after) is kind
    assert rates(split(leaf, 300, 900), range(300)) == pytest.approx(rates(leaf, range(300)), rel=1e-4)
    assert after.init == pytest.approx(float(rates(leaf, 300)), rel=1e-4)


@kinds
def test_it_is_stretched_with_the_run(kind):
    leaf = sample(kind, 90 if kind.tread_argument else 900)
    leaf = kind_changed(leaf, 0, leaf.function, 900)
    longer = stretched(leaf, 2 * usual_updates(leaf))
    assert longer != leaf
    assert type(longer) is kind
    assert usual_updates(longer) == pytest.approx(2 * usual_updates(leaf), rel=0.02)
    joined = stretched(JoinSchedules([leaf, WARMUP], [900]), 2002)
    assert joined.schedules[0] != leaf


@kinds
def test_a_run_is_as_long_as_it(kind):
    leaf = sample(kind)
    assert usual_updates(leaf) == {True: 9000, False: 900 if issubclass(kind, Ramp) else 50}[bool(kind.tread_argument)]


@kinds
def test_what_is_left_of_it_has_the_same_rates_or_is_named(kind):
    leaf = sample(kind, 40)
    rest = resumed(leaf, 15, 40)
    if rest.schedule is None:
        assert rest.sentence.startswith(f"What is left of a {kind.function} is no {kind.function}")
    else:
        wanted = rates(leaf, range(15, 40))
        assert rates(rest.schedule, range(25)) == pytest.approx(wanted, rel=1e-4)
    ended = resumed(leaf, 45, 100).schedule
    assert ended is None or rates(ended, range(55)) == pytest.approx(rates(leaf, range(45, 100)), rel=1e-4)


@kinds
@pytest.mark.parametrize("other", [*LEAVES, "constant"])
def test_a_piece_becomes_one_of_its_kind_and_of_every_other(kind, other):
    leaf = sample(kind)
    changed = kind_changed(leaf, 0, other, 1000)
    assert changed.kind_name == other
    assert changed.init == leaf.init
    again = kind_changed(changed, 0, leaf.function, 1000)
    assert type(again) is kind
    assert again.init == leaf.init
    if changed.length is not None and leaf.length is not None and other != "constant":
        assert changed.length == again.length == leaf.length


@kinds
def test_it_is_warmed_up_to(kind):
    rise, leaf = with_warmup(sample(kind), 1000).schedules
    assert rise.end == leaf.init
    assert type(leaf) is kind


@kinds
def test_nonsense_is_refused_by_the_arguments_name(kind):
    for argument in kind.arguments():
        with pytest.raises(ScheduleError) as caught:
            kind(**{**{one.name: getattr(sample(kind), one.name) for one in kind.arguments()}, argument.name: -1})
        assert caught.value.field == argument.name


# In the window


def show(window, schedule, updates: int) -> None:
    window.document.edit("show", Design(schedule, Run(updates)))
    window.plot.viewport().grab()


@kinds
def test_each_argument_has_a_field_that_edits_it(window, kind):
    leaf = sample(kind, 40)
    show(window, leaf, 100)
    texts = {Role.RATE: "0.0005", Role.FACTOR: "0.8", Role.COUNT: "50", Role.NUMBER: "4"}
    for argument in kind.arguments():
        field = window.findChild(QAbstractSpinBox, argument.name)
        assert field.isVisible()
        assert field.toolTip().startswith(argument.meaning)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field.findChild(QLineEdit), texts[argument.role])
        QTest.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)
        now = window.document.design.schedule
        assert type(now) is kind
        assert getattr(now, argument.name) == float(texts[argument.role])
    assert kind.function in window.findChild(QPlainTextEdit, "code").toPlainText()


@kinds
def test_what_can_be_dragged_of_it_changes_with_the_hand_and_comes_back(window, every_mouse_move_counts, kind):
    leaf = sample(kind, 40)
    mouse = Mouse(window.plot)
    names = [argument.name for argument in kind.arguments() if argument.role is not Role.NUMBER]
    reached = set()
    for argument in names:
        show(window, leaf, 100)
        window.plot.setFocus()
        grip, place = handle(window, argument)
        reached |= {path.rpartition(".")[2] for path in grip.paths}
        mouse.drag(place, place + QPoint(-24 if grip.is_horizontal else 0, 20 if grip.is_vertical else 0))
        now = window.document.design.schedule
        assert type(now) is kind
        assert getattr(now, argument) != getattr(leaf, argument)
        window.document.undo_stack.undo()
        assert window.document.design.schedule == leaf
    assert reached == set(names)


def handle(window, argument: str):
    """The handle that changes an argument, and where it is on the screen."""
    from designer.plot.layers.handles import HandlesLayer

    view = window.plot.getViewBox()
    (handles,) = (item for item in view.childItems() if type(item) is HandlesLayer)
    grip, (x, y) = next((grip, at) for grip, at in handles.places().items() if argument in grip.paths)
    return grip, window.plot.mapFromScene(view.mapToScene(QPointF(x, y)))


@kinds
def test_the_window_finds_what_is_wrong_with_it_and_says_it_in_words(window, qtbot, kind):
    show(window, sample(kind), 500)
    assert window.plot.accessibleDescription().startswith(kind.title)
    if issubclass(kind, Ramp):
        qtbot.waitUntil(lambda: any(row.finding.code == "LR101" for row in window.panel(FindingsPanel).rows))
    window.menus.actions["add_warmup"].trigger()
    first, second = pieces(window.document.design.schedule)
    assert (first.schedule.kind_name, second.schedule.kind_name) == ("linear_schedule", kind.function)
    window.menus.actions["log_scale"].trigger()
    window.plot.viewport().grab()
    drawn = outline(window.document.design.schedule, 0, 500, 100)
    assert np.isfinite(drawn.y).all()
    assert all(one <= other for one, other in pairwise(drawn.x))
