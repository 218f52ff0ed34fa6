"""The document: undo steps, and what they are named and merged by."""

from __future__ import annotations

import pytest

from designer.model.document import DEFAULT_DESIGN, Document
from stepdecay import ScheduleError


@pytest.fixture
def document(qapp) -> Document:
    return Document()


def change(document, value, gesture=None):
    document.edit(f"Change init to {value}", document.design.with_argument("init", value), gesture)


def test_an_edit_that_changes_nothing_is_no_undo_step(document):
    change(document, 0.1)
    assert document.undo_stack.count() == 0


def test_edits_of_one_gesture_are_one_undo_step_named_by_the_last(document):
    for value in (0.2, 0.3, 0.4):
        change(document, value, "drag")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Change init to 0.4"
    document.undo_stack.undo()
    assert document.design == DEFAULT_DESIGN
    document.undo_stack.redo()
    assert document.design.schedule.init == 0.4


def test_edits_without_a_gesture_or_of_different_gestures_stay_apart(document):
    for value, gesture in ((0.2, None), (0.3, None), (0.4, "a"), (0.5, "b")):
        change(document, value, gesture)
    assert document.undo_stack.count() == 4


def test_a_gesture_that_comes_back_to_where_it_began_leaves_no_step(document):
    for value in (0.2, 0.3, 0.1):
        change(document, value, "drag")
    assert document.undo_stack.count() == 0
    assert document.design == DEFAULT_DESIGN


def test_views_hear_of_every_change_with_the_design_before_and_after(document, qtbot):
    heard = []
    document.changed.connect(lambda new, old: heard.append((new.schedule.init, old.schedule.init)))
    change(document, 0.2)
    document.undo_stack.undo()
    assert heard == [(0.2, 0.1), (0.1, 0.2)]


def test_looking_is_no_undo_step_and_is_heard_only_when_it_differs(document):
    heard = []
    document.view_changed.connect(lambda new, old: heard.append(new.preferences.log_scale))
    document.look(log_scale=True)
    document.look(log_scale=True)
    assert heard == [True]
    assert document.undo_stack.count() == 0


def test_an_argument_out_of_its_bounds_is_refused_and_named(document):
    with pytest.raises(ScheduleError, match="updates must be at least 1, got 0") as caught:
        document.design.with_argument("updates", 0)
    assert caught.value.field == "updates"
