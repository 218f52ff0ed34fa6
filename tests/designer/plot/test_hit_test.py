"""Where handles are, and how wide a tread has to be, to be held by itself."""

from __future__ import annotations

import pytest

from designer.plot.grabbing.grips import RUN_END, Grip
from designer.plot.grabbing.hit_test import handle_places
from stepdecay import StepDecay
from stepdecay.chart.scale import Viewport
from tests.designer.helpers.grips import Picture, heights_of, hit, picture_of


@pytest.mark.parametrize(("width", "held"), [(240.0, Grip("step_size", 5)), (239.0, Grip("decay_rate", 5))])
def test_treads_of_24_pixels_are_held_one_by_one_and_narrower_ones_by_the_curve(width: float, held: Grip):
    whole = picture_of(StepDecay(0.1, 0.9, 10), 100)
    picture = Picture(whole.schedule, 100, Viewport((0.0, 100.0), whole.viewport.y, width, 500.0), whole.scale)
    assert hit(picture, picture.x_of(50), heights_of(picture, [5])[0]) == held


def test_the_end_of_the_run_has_its_handle_14_pixels_above_the_lower_edge():
    picture = picture_of(StepDecay(0.1, 0.9, 10), 100, height=500)
    assert handle_places(picture)[RUN_END] == (picture.x_of(100), 486)
