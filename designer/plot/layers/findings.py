"""Where findings are on the curve: a small sign beside the update that each is about."""

from __future__ import annotations

import math
from collections.abc import Iterator
from textwrap import wrap

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from designer.model.document import Design
from designer.model.findings import Findings, key_of
from designer.plot.grabbing.hit_test import handle_places
from designer.plot.layers.bubble import Bubble, Line
from designer.plot.layers.layer import Draw, Layer
from designer.plot.picture import Pixel
from designer.plot.stage import Stage
from designer.widgets.findings.sign import RADIUS, draw_sign
from stepdecay.checks.finding import Finding

REACH = 10.0
"""A pointer is on a sign so many pixels from its middle."""

STEM = 20.0
"""Pixels from the curve to a sign's middle, beyond the reach of what can be held there."""

APART = 18.0
"""Pixels between the middles of two signs, and from a sign to a handle."""

MOST = 4
"""So many signs at one place: with more the view has to be zoomed anyway."""

HEAD = 24.0
"""Pixels at the upper edge where names and the end of the run are written."""

FAINT = 60
"""How opaque what lights a sign is, of 255."""

COLUMNS, LEAST_COLUMNS = 52, 20
"""Letters in a line of a sentence, where there is room beside the sign, and where there is none."""

BESIDE = 40.0
"""Pixels of that room that a sign and the borders take."""


class FindingsLayer(Layer):
    """A sign for each finding in view; the one that is pointed at is lit, and under the pointer says its sentence."""

    def __init__(self, stage: Stage, z: float) -> None:
        super().__init__(stage, z)
        self._findings: Findings | None = None
        self._rated: tuple[tuple[Finding, ...], Design, dict[int, float]] | None = None
        self._places: list[tuple[Finding, Pixel, Pixel]] = []
        self._pointed: Finding | None = None

    def attend(self, findings: Findings) -> None:
        """Show these from now on."""
        self._findings = findings
        findings.changed.connect(self._renew)
        self._renew()

    def shown(self) -> list[tuple[Finding, Pixel]]:
        """Return the findings whose signs are in view, the worst first, and where these are."""
        return [(finding, middle) for finding, middle, _ in self._places]

    def at(self, place: Pixel) -> Finding | None:
        """Return the finding whose sign is in reach of a pixel."""
        near = {math.dist(place, middle): finding for finding, middle, _ in self._places}
        distance = min(near, default=math.inf)
        return near[distance] if distance <= REACH else None

    def point(self, place: Pixel | None) -> Finding | None:
        """Say what the pointer is over, and light it there and in its list."""
        finding = None if place is None else self.at(place)
        if finding != self._pointed:
            self._pointed = finding
            self.stage.document.look(finding=None if finding is None else key_of(finding))
            self.draw()
        return finding

    def draw(self) -> None:
        """Pixel the signs; while the checks lag behind a hand there are none, for they would be at wrong places."""
        self._places = []
        if self._findings is not None and self._findings.is_current:
            self._places = list(self._placed(self._in_view()))
        if not self._places:
            self.clear()
            return
        lit = self.stage.document.view.focus.finding
        bubble = self._bubble()
        bounds = self.stage.size() if lit is not None else _bounds(self._places)
        if bubble is not None:
            bounds = bounds.united(bubble.bounds())
        draw = self._drawing(lit)

        def draw_all(painter: QPainter) -> None:
            draw(painter)
            if bubble is not None:
                bubble.draw(painter)

        self.show_drawing(bounds, draw_all)

    def _renew(self) -> None:
        """Show what was found now."""
        if self._findings is None or self._pointed not in self._findings.all:
            self._pointed = None
        if not self.stage.is_stale:  # else it is drawn before the next paint
            self.draw()

    def _rates(self, findings: tuple[Finding, ...]) -> dict[int, float]:
        """Return the rates that findings are about; asked for once, that a zoom costs nothing."""
        design = self.stage.document.design
        if self._rated is None or self._rated[:2] != (findings, design):
            steps = sorted({finding.place.update - 1 for finding in findings if finding.place.update is not None})
            rates = self.stage.picture().rates_at(steps) if steps else []
            self._rated = findings, design, dict(zip(steps, rates, strict=True))
        return self._rated[2]

    def _in_view(self) -> Iterator[tuple[Finding, Pixel]]:
        """Yield each finding that is about an update in view, the worst first, and its point on the curve."""
        viewport, to_view = self.stage.viewport(), self.stage.scale.to_view
        found = () if self._findings is None else self._findings.all
        rates = self._rates(found)
        for finding in found:
            if finding.place.update is None:
                continue
            step = finding.place.update - 1
            x = viewport.pixel_x(step + 0.5)
            if 0 <= x <= viewport.width:
                yield finding, (x, float(viewport.pixels_y(to_view(rates[step]))))

    def _placed(self, points: Iterator[tuple[Finding, Pixel]]) -> Iterator[tuple[Finding, Pixel, Pixel]]:
        """Yield findings with their signs' middles: above the curve or below, clear of handles and of each other."""
        height = self.stage.viewport().height
        taken = list(handle_places(self.stage.picture()).values())
        for finding, (x, y) in points:
            on_curve = (x, min(max(y, 0.0), height))
            side = -1 if on_curve[1] - STEM - RADIUS > HEAD else 1
            near = [place for place in taken if abs(place[0] - x) < APART]
            middles = ((x, on_curve[1] + side * (STEM + number * APART / 2)) for number in range(2 * MOST))
            middle = next((place for place in middles if all(math.dist(place, one) >= APART for one in near)), None)
            if middle is not None and 0 <= middle[1] <= height:
                taken.append(middle)
                yield finding, middle, on_curve

    def _bubble(self) -> Bubble | None:
        finding = self._pointed
        middle = next((middle for one, middle, _ in self._places if one == finding), None)
        if finding is None or middle is None:
            return None
        size, color, letter = self.stage.size(), self.stage.theme.color("text"), QFontMetricsF(self.stage.font)
        room = max(middle[0], size.width() - middle[0]) - BESIDE
        columns = max(min(COLUMNS, int(room / letter.averageCharWidth())), LEAST_COLUMNS)
        lines = [Line(text, color) for text in wrap(finding.message, columns, break_on_hyphens=False)]
        return Bubble(QPointF(*middle), size, lines, self.stage.font, self.stage.theme)

    def _drawing(self, lit: object) -> Draw:
        theme, places, height = self.stage.theme, self._places[::-1], self.stage.size().height()
        ground = theme.color("base")

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for finding, middle, on_curve in places:
                color, at = theme.finding_color(finding.severity), QPointF(*middle)
                if key_of(finding) == lit:
                    faint = theme.finding_color(finding.severity, FAINT)
                    painter.setPen(QPen(faint, 1.5))
                    painter.drawLine(QLineF(at.x(), 0, at.x(), height))
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(faint)
                    painter.drawEllipse(at, RADIUS + 5, RADIUS + 5)
                painter.setPen(QPen(color, 1))
                painter.drawLine(at, QPointF(*on_curve))
                draw_sign(painter, finding.severity, at, (color, ground))

        return draw


def _bounds(places: list[tuple[Finding, Pixel, Pixel]]) -> QRectF:
    """Return where signs and their stems are painted."""
    bounds, reach = QRectF(), RADIUS + 7
    for _, (x, y), (_, foot) in places:
        top, bottom = min(y - reach, foot), max(y + reach, foot)
        bounds = bounds.united(QRectF(x - reach, top, 2 * reach, bottom - top))
    return bounds
