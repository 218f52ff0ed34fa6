"""The drawing of a schedule: XML that says MLX's own rates, in light and dark, without Qt."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    Run,
    ScheduleError,
    StepDecay,
    outline,
    rates,
    to_svg,
)
from stepdecay.chart.scale import fitted_x, fitted_y, scale_for
from stepdecay.evaluate.curve import extent
from tests.stepdecay.helpers.cases import short_any_schedules

SVG = "{http://www.w3.org/2000/svg}"
WARM = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.encode())


def texts(drawing: str) -> list[str]:
    return [text.text or "" for text in parsed(drawing).iter(f"{SVG}text")]


def curve(drawing: str) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Return the curve's points in pixels, and the size of the chart that they are in."""
    chart = parsed(drawing).findall(f"{SVG}svg")[-1]
    (path,) = chart.iter(f"{SVG}path")
    points, x, y = [], 0.0, 0.0
    for command, first, second in re.findall(r"([MLHV])(-?[\d.]+)(?: (-?[\d.]+))?", path.get("d", "")):
        x = float(first) if command != "V" else x
        y = float(second or first) if command != "H" else y
        points.append((x, y))
    found = np.array(points)
    return found[:, 0], found[:, 1], float(chart.get("width", "")), float(chart.get("height", ""))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("schedule", [StepDecay(0.1, 0.9, 10), WARM, ExponentialDecay(1e-3, 0.97)])
def test_each_point_of_the_curve_is_a_rate_of_mlx_at_its_update(schedule, log):
    run = Run(200)
    x, y, width, height = curve(to_svg(schedule, run, log=log))
    bounds = extent(schedule, run.updates)
    scale = scale_for(bounds, log=log)
    (x0, x1), (y0, y1) = fitted_x(run.updates), fitted_y(bounds, scale)
    line = outline(schedule, 0, int(np.ceil(x1)), 4000)
    line_x, line_y = (line.x - x0) * width / (x1 - x0), (y1 - scale.to_view(line.y)) * height / (y1 - y0)
    line_x, line_y = line_x.clip(0, width), line_y.clip(-4, height + 4)
    for place in zip(x, y, strict=True):
        assert np.hypot(line_x - place[0], line_y - place[1]).min() < 0.0075, "two decimals of a pixel"
    # and no rate of the run is left out: at the middle of each update the curve is where MLX's rate is
    steps = np.arange(run.updates)
    middles = (steps + 0.5 - x0) * width / (x1 - x0)
    expected = (y1 - scale.to_view(rates(schedule, steps))) * height / (y1 - y0)
    assert np.abs(np.interp(middles, x, y) - expected).max() < 0.14


def test_a_staircase_is_drawn_with_every_drop_at_its_own_update():
    x, y, width, _ = curve(to_svg(StepDecay(0.1, 0.9, 10), Run(100)))
    x0, x1 = fitted_x(100)
    drops = [round(float(at * (x1 - x0) / width + x0), 1) for (at, high), (_, low) in
             itertools.pairwise(zip(x, y, strict=True)) if high != low]  # fmt: skip
    assert drops == [float(step) for step in range(10, 101, 10)]


@given(
    schedule=short_any_schedules,
    updates=st.integers(1, 10**6) | st.just(10**12) | st.just(2**53 - 1),
    log=st.booleans(),
)
@settings(max_examples=60)
def test_every_schedule_makes_valid_xml_of_a_few_kilobytes(schedule, updates, log):
    drawing = to_svg(schedule, Run(updates), log=log)
    _, y, _, height = curve(drawing)
    assert len(drawing) < 100_000
    assert np.isfinite(y).all()
    assert (y > -5).all()
    assert (y < height + 5).all()
    assert not re.search(r'[xydh1-2]="[^"]*(nan|inf)', drawing), "a place is no number"


def test_the_axes_have_real_rates_and_updates():
    found = texts(to_svg(StepDecay(0.1, 0.9, 10)))
    assert found[0] == "optim.step_decay(0.1, 0.9, 10)"
    assert {"learning rate", "updates", "end of run", "0.1", "0.08", "0", "100", "20"} <= set(found)


def test_a_run_of_a_trillion_updates_takes_no_more_than_a_short_one():
    drawing = to_svg(StepDecay(0.1, 0.9, 10**11), Run(10**12))
    assert len(drawing) < 4000
    assert {"100G", "1T"} <= set(texts(drawing))


def test_a_join_is_written_by_pieces_and_shows_where_they_meet():
    drawing = to_svg(WARM)
    assert texts(drawing)[:3] == [
        "warmup = optim.linear_schedule(0.0, 0.001, 100)",
        "cosine = optim.cosine_decay(0.001, 900, 1e-5)",
        "lr_schedule = optim.join_schedules([warmup, cosine], [100])",
    ]
    assert "cosine_decay" in texts(drawing)
    (boundary,) = [group for group in parsed(drawing).iter(f"{SVG}g") if group.get("class") == "lr-boundary"]
    assert len(boundary) == 1


def test_it_says_in_words_what_it_shows():
    root = parsed(to_svg(WARM, title="lora.yaml, line 3"))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Learning rate: lora.yaml, line 3"
    assert root[1].tag == f"{SVG}desc"
    assert (root[1].text or "").startswith("2 pieces from 0.0 to ")
    assert texts(to_svg(WARM, title="lora.yaml, line 3"))[0] == "lora.yaml, line 3"


@pytest.mark.parametrize("name", ["a & b <c>.py", "bell\x07.py", "half\ud800.py", "]]>.py", '"quoted".py'])
def test_any_name_of_a_file_can_stand_above_it(name):
    drawing = to_svg(StepDecay(0.1, 0.9, 10), title=name)
    assert texts(drawing)[0] == name.replace("\x07", "\ufffd").replace("\ud800", "\ufffd")


def test_dark_is_another_set_of_colours_and_auto_has_both():
    light, dark, auto = (to_svg(WARM, scheme=scheme) for scheme in ("light", "dark", "auto"))
    assert "style" not in light + dark
    colors = [set(re.findall("#[0-9a-f]{6}", drawing)) for drawing in (light, dark, auto)]
    assert colors[0].isdisjoint(colors[1])
    assert colors[2] == colors[0] | colors[1]
    style = parsed(auto).find(f"{SVG}style")
    assert style is not None
    assert "@media (prefers-color-scheme:dark)" in (style.text or "")
    used = {element.get("class") for element in parsed(auto).iter() if element.get("class")}
    assert used <= set(re.findall(r"\.([\w-]+)\{", style.text or ""))


@pytest.mark.parametrize(("size", "field"), [({"width": 319}, "width"), ({"height": 239}, "height")])
def test_what_would_be_too_small_is_refused(size, field):
    with pytest.raises(ScheduleError, match=f"{field} must be at least") as caught:
        to_svg(WARM, **size)
    assert caught.value.field == field


def test_the_smallest_drawing_has_its_curve():
    _, y, _, height = curve(to_svg(WARM, title="train.py", width=320, height=240))
    assert height > 50
    assert 0 < y.min() < y.max() < height


def test_it_needs_no_qt():
    code = """
import sys
sys.modules.update(dict.fromkeys(("PySide6", "shiboken6", "pyqtgraph", "designer")))
from stepdecay import StepDecay, to_svg
print(len(to_svg(StepDecay(0.1, 0.9, 10))))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 2000
