"""A schedule as an SVG drawing: for a file, a page or a notebook, in light and in dark; needs no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stepdecay.chart.colors import BOUNDARY, SHADE
from stepdecay.chart.labels import LABEL_GAP, WRAPS_LABEL, end_label, end_label_span, names
from stepdecay.chart.scale import Scale, Viewport, fitted_x, fitted_y, placed, scale_for
from stepdecay.chart.ticks import rate_label, rate_ticks, time_ticks
from stepdecay.chart.words import curve_in_words
from stepdecay.errors import ScheduleError
from stepdecay.evaluate.curve import Extent, extent, outline
from stepdecay.evaluate.natural_length import usual_updates
from stepdecay.evaluate.parts import parts, wrapped
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import LONGEST_RUN, Run
from stepdecay.schedule.structure import Piece, pieces
from stepdecay.writers.python import to_python
from stepdecay.writers.svg_elements import Scheme, dark_style, elided, escaped, group, ink, line, number, path, text_at

WIDTH, HEIGHT = 800, 420
LEAST_WIDTH, LEAST_HEIGHT = 320, 240

PAD, BELOW = 16, 46
"""Pixels around the drawing, and below the chart."""

SIZE, ROW, GAP = 12, 18, 5
"""Pixels of the font, from one line of text to the next, and below what stands on the chart's upper edge."""

SANS = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"

SANS_WIDTH, MONO_WIDTH = 0.6, 0.605
"""How wide a character is, in sizes of the font: at most so, in those that systems take for these."""

DENSITY = 1.3
"""Labels of rates are so much closer together than in the window, which is higher."""

MOST_LINES = 4
"""So many lines of code stand above the chart; more pieces are written in one line, as far as it fits."""

COLUMNS_PER_PIXEL = 2
"""A drawing is looked at on dense screens, and enlarged."""

TOLERANCE = 0.12
"""Points are left out whose removal doesn't move the curve by so many pixels."""


def to_svg(
    schedule: Schedule,
    run: Run | None = None,
    *,
    title: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
    log: bool = False,
    scheme: Scheme = "auto",
) -> str:
    """Draw the rates of a run: MLX's own, as exact as the window's plot.

    Args:
        schedule: The schedule.
        run: The run; by default one that shows all of the schedule.
        title: What stands above the code, such as the name of a file.
        width: The width in pixels, at least 320.
        height: The height in pixels, at least 240.
        log: Whether the rates' axis is logarithmic.
        scheme: The colours.

    Returns:
        One `<svg>` element: the whole text of a file, or what is put into a page.

    Raises:
        ScheduleError: The drawing would be too small.

    >>> from stepdecay import StepDecay
    >>> drawing = to_svg(StepDecay(0.1, 0.9, 10))
    >>> drawing.startswith("<svg "), "Step decay from 0.1 to 0.03874204 in 9 drops over 100 updates." in drawing
    (True, True)
    """
    for field, least, value in (("width", LEAST_WIDTH, width), ("height", LEAST_HEIGHT, height)):
        if value < least:
            raise ScheduleError.out_of_bounds(field, f"at least {least}", value)
    drawing = _Drawing(schedule, run or Run(usual_updates(schedule)), title, width, height, log, scheme)
    return "\n".join([*drawing.lines(), ""])


@dataclass(frozen=True)
class _Drawing:
    """A drawing, with what `to_svg` is told of it."""

    schedule: Schedule
    run: Run
    title: str
    width: int
    height: int
    log: bool
    scheme: Scheme

    # Where things are

    @cached_property
    def extent(self) -> Extent:
        return extent(self.schedule, self.run.updates)

    @cached_property
    def scale(self) -> Scale:
        return scale_for(self.extent, log=self.log)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.schedule)

    @cached_property
    def code(self) -> list[str]:
        """The code above the chart: a line, or for a join that needs more, one for each piece."""
        room = int((self.width - 2 * PAD) / (SIZE * MONO_WIDTH))
        whole, named = to_python(self.schedule), to_python(self.schedule, named=True).splitlines()
        lines = named if len(whole) > room and 1 < len(named) <= MOST_LINES else [whole]
        return [elided(line, room) for line in lines]

    @cached_property
    def top(self) -> int:
        """The upper edge of the chart; what is written along it stands above, where no curve is."""
        return PAD + ROW * (len(self.code) + bool(self.title) + 1) + 6

    @cached_property
    def y_range(self) -> tuple[float, float]:
        return fitted_y(self.extent, self.scale)

    @cached_property
    def rate_labels(self) -> dict[float, str]:
        """What stands at the side, by places in the view's y."""
        places = rate_ticks(self.scale, *self.y_range, DENSITY * (self.height - self.top - BELOW))
        return {y: rate_label(self.scale, y) for y in places}

    @cached_property
    def left(self) -> int:
        return PAD + ROW + math.ceil(max(map(_text_width, self.rate_labels.values()), default=0)) + 8

    @cached_property
    def viewport(self) -> Viewport:
        size = (float(self.width - self.left - PAD), float(self.height - self.top - BELOW))
        return Viewport(fitted_x(self.run.updates), self.y_range, *size)

    # What is drawn

    def ink(self, use: str) -> str:
        return ink(use, self.scheme)

    def lines(self) -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" role="img" font-family="{SANS}" font-size="{SIZE}">'
        )
        words = curve_in_words(self.schedule, self.run, self.extent)
        yield f"<title>Learning rate: {escaped(self.title or to_python(self.schedule))}</title>"
        yield f"<desc>{escaped(f'{words} {to_python(self.schedule)}')}</desc>"
        if self.scheme == "auto":
            yield dark_style()
        yield f'<rect width="100%" height="100%" {self.ink("base")}/>'
        yield from self.header()
        yield from self.axes()
        yield f'<svg x="{self.left}" y="{self.top}" {self.size()}>'
        yield from self.grid()
        yield from self.wraps()
        yield "</svg>"
        yield f'<g transform="translate({self.left} {self.top})">'
        yield from self.end_of_run()
        yield from self.names()
        yield "</g>"
        yield f'<svg x="{self.left}" y="{self.top}" {self.size()}>{self.curve()}</svg>'
        yield "</svg>"

    def header(self) -> Iterator[str]:
        first = PAD + SIZE
        if self.title:
            room = int((self.width - 2 * PAD) / (SIZE * SANS_WIDTH))
            yield text_at(PAD, first, elided(self.title, room), f'font-weight="600" {self.ink("text")}')
            first += ROW
        code = (text_at(PAD, first + number * ROW, text) for number, text in enumerate(self.code))
        yield from group(f'font-family="{MONO}" {self.ink("muted" if self.title else "text")}', code)

    def axes(self) -> Iterator[str]:
        bottom, right = self.height - BELOW, self.width - PAD
        ticks = time_ticks(*self.viewport.x, self.viewport.width, _text_width)
        xs = (self.left + self.viewport.pixels_x(ticks.places)).tolist()
        ys = (self.top + self.viewport.pixels_y(list(self.rate_labels))).tolist()
        corner = f'<path fill="none" d="M{self.left - 0.5} {self.top}V{bottom + 0.5}H{right}"/>'
        marks = (line(_crisp(x), bottom, _crisp(x), bottom + 4) for x in xs)
        yield from group(self.ink("axis"), [corner, *marks])
        at_side = zip(ys, self.rate_labels.values(), strict=True)
        rates = [text_at(self.left - 8, y + 4, text) for y, text in at_side]
        yield from group(f'text-anchor="end" {self.ink("muted")}', rates)
        times = [text_at(x, bottom + ROW, text) for x, text in zip(xs, ticks.texts, strict=True)]
        middle = self.left + self.viewport.width / 2
        turned = f'transform="rotate(-90 {PAD + SIZE / 2} {number((self.top + bottom) / 2)})"'
        titles = [
            text_at(middle, bottom + 2 * ROW, "updates"),
            text_at(PAD + SIZE / 2, (self.top + bottom) / 2, "learning rate", turned),
        ]
        yield from group(f'text-anchor="middle" {self.ink("muted")}', times + titles)

    def grid(self) -> Iterator[str]:
        view, scale = self.viewport, self.scale
        rates = map(_crisp, view.pixels_y(list(self.rate_labels)).tolist())
        yield from group(self.ink("grid"), (line(0, y, view.width, y) for y in rates))
        limits = map(_crisp, view.pixels_y([scale.floor, scale.ceiling][not scale.log :]).tolist())
        in_view = [line(0, y, view.width, y) for y in limits if 0 <= y <= view.height]
        yield from group(f'stroke-dasharray="1 2" {self.ink("mark")}', in_view)

    def end_of_run(self) -> Iterator[str]:
        view = self.viewport
        end = _crisp(view.pixel_x(self.run.updates))
        rest = f'width="{number(view.width - end)}" height="{number(view.height)}"'
        yield f'<rect x="{number(end)}" {rest} fill-opacity="{SHADE}" {self.ink("shade")}/>'
        yield from group(f'stroke-dasharray="4 2" {self.ink("mark")}', [line(end, -ROW, end, view.height)])
        left, right = self.end_span
        at, anchor = (right - LABEL_GAP, "end") if left < end else (left + LABEL_GAP, "start")
        yield text_at(at, -GAP, end_label(self.run), f'text-anchor="{anchor}" {self.ink("muted")}')

    @cached_property
    def end_span(self) -> tuple[float, float]:
        """The pixels between which the words at the end of the run are."""
        return end_label_span(self.viewport.pixel_x(self.run.updates), _text_width(end_label(self.run)))

    def names(self) -> Iterator[str]:
        if len(self.pieces) == 1:
            return
        view, updates = self.viewport, self.run.updates
        starts = [_crisp(view.pixel_x(piece.first_step)) for piece in self.pieces[1:]]
        between = [line(x, -ROW, x, view.height) for x in starts if x <= view.width]
        yield from group(f'stroke-opacity="{BOUNDARY}" {self.ink("boundary")}', between)
        spans = []
        for piece in self.pieces:
            stop = updates if piece.stop_step is None else min(piece.stop_step, updates)
            ends = (max(view.pixel_x(piece.first_step), 0.0), view.pixel_x(stop))
            spans.append((piece.schedule.kind_name, ends))
        found = names(spans, self.end_span, lambda text, room: elided(text, int(room / (SIZE * SANS_WIDTH))))
        yield from group(self.ink("muted"), (text_at(left, -GAP, text) for _, text, left in found))

    def curve(self) -> str:
        view = self.viewport
        last = min(LONGEST_RUN + 1, math.ceil(view.x[1]))
        columns = math.ceil(COLUMNS_PER_PIXEL * view.width * last / (view.x[1] - view.x[0]))
        found = placed(outline(self.schedule, 0, last, columns), view, self.scale, TOLERANCE)
        look = f'fill="none" stroke-width="2" stroke-linejoin="round" {self.ink("curve")}'
        return f'<path {look} d="{"".join(path(x, y) for x, y in found)}"/>'

    def wraps(self) -> Iterator[str]:
        """Shade where whole powers have wrapped around, up to the edge, and say so as far as there is room."""
        view = self.viewport
        for start, stop in wrapped(parts(self.schedule, math.ceil(view.x[1]))):
            left, right = _crisp(view.pixel_x(start)), view.pixel_x(stop)
            size = f'width="{number(right - left)}" height="{number(view.height)}"'
            yield f'<rect x="{number(left)}" {size} fill-opacity="{2 * SHADE}" {self.ink("shade")}/>'
            yield from group(f'stroke-dasharray="4 2" {self.ink("mark")}', [line(left, 0, left, view.height)])
            text = next((text for text in WRAPS_LABEL if _text_width(text) < right - left - 2 * LABEL_GAP), "")
            middle = f'text-anchor="middle" {self.ink("muted")}'
            yield text_at((left + right) / 2, view.height / 2, text, middle)

    def size(self) -> str:
        return f'width="{number(self.viewport.width)}" height="{number(self.viewport.height)}"'


def _text_width(text: str) -> float:
    return len(text) * SIZE * SANS_WIDTH


def _crisp(pixel: float) -> float:
    """Move a line to the middle of a pixel."""
    return math.floor(pixel) + 0.5
