"""Line charts as SVG: panels side by side, readable in light and dark, without anything to install."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 300, 210
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 34, 42
COLOURS = ("var(--one)", "var(--two)", "var(--three)")
STYLE = """
:root { --ground: #ffffff; --ink: #1f2933; --soft: #667380; --line: #d5dbe1; --one: #1769aa; --two: #b4540a; --three: #3b7d3a; }
@media (prefers-color-scheme: dark) { :root { --ground: #14191f; --ink: #e6ebf0; --soft: #9aa7b4; --line: #313b45; --one: #6cb6f5; --two: #f0a35e; --three: #82c980; } }
text { font-family: system-ui, sans-serif; font-size: 11px; fill: var(--soft); }
.title { font-size: 13px; font-weight: 600; fill: var(--ink); }
.grid { stroke: var(--line); stroke-width: 1; }
.guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; }
.curve { fill: none; stroke-width: 2; }
"""


class Panel:
    """One chart: named curves of (x, y) over a logarithmic x axis; y from 0, or logarithmic and then with a guide of what grows in proportion."""

    def __init__(self, title, x_name, y_name, curves, log_y=False, guide=False):
        self.title, self.x_name, self.y_name, self.curves, self.log_y, self.guide = title, x_name, y_name, curves, log_y, guide

    def draw(self, left, top):
        points = [point for _, curve in self.curves for point in curve]
        xs = [math.log10(x) for x, _ in points]
        low_x, high_x = min(xs), max(max(xs), min(xs) + 1)
        most = max(y for _, y in points)
        if self.log_y:
            low_y, high_y = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(most))
            ticks = [10.0 ** power for power in range(low_y, high_y + 1)]
            place_y = lambda y: (math.log10(y) - low_y) / max(1, high_y - low_y)
        else:
            step = nice(most / 4)
            ticks = [step * number for number in range(math.ceil(most / step) + 1)]
            place_y = lambda y: y / ticks[-1]
        x_at = lambda x: left + LEFT + (math.log10(x) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT)
        y_at = lambda y: top + HEIGHT - BOTTOM - place_y(y) * (HEIGHT - TOP - BOTTOM)
        out = [f'<text class="title" x="{left + LEFT}" y="{top + 16}">{escape(self.title)}</text>']
        for tick in ticks:
            out.append(f'<line class="grid" x1="{left + LEFT}" x2="{left + WIDTH - RIGHT}" y1="{y_at(tick):.1f}" y2="{y_at(tick):.1f}"/>'
                       f'<text x="{left + LEFT - 6}" y="{y_at(tick) + 4:.1f}" text-anchor="end">{short(tick)}</text>')
        named = sorted({x for x, _ in points})
        for x in named if len(named) <= 6 else [10 ** power for power in range(math.ceil(low_x), math.floor(high_x) + 1)]:
            out.append(f'<text x="{x_at(x):.1f}" y="{top + HEIGHT - BOTTOM + 15}" text-anchor="middle">{short(x)}</text>')
        out.append(f'<text x="{left + (LEFT + WIDTH - RIGHT) / 2:.1f}" y="{top + HEIGHT - 10}" text-anchor="middle">{escape(self.x_name)}</text>')
        out.append(f'<text transform="translate({left + 11} {top + (TOP + HEIGHT - BOTTOM) / 2:.1f}) rotate(-90)" text-anchor="middle">{escape(self.y_name)}</text>')
        if self.guide and self.log_y:
            # Through the last point of the last curve, down to the bottom or the left edge.
            end_x, end_y = self.curves[-1][1][-1]
            from_x = max(10 ** low_x, end_x * 10 ** low_y / end_y)
            out.append(f'<line class="guide" x1="{x_at(from_x):.1f}" y1="{y_at(from_x * end_y / end_x):.1f}" x2="{x_at(end_x):.1f}" y2="{y_at(end_y):.1f}"/>')
        for number, (name, curve) in enumerate(self.curves):
            colour = COLOURS[number % len(COLOURS)]
            path = " ".join(f"{x_at(x):.1f},{y_at(y):.1f}" for x, y in curve)
            out.append(f'<polyline class="curve" style="stroke: {colour}" points="{path}"/>')
            out += [f'<circle style="fill: {colour}" cx="{x_at(x):.1f}" cy="{y_at(y):.1f}" r="3"><title>{escape(self.x_name)} {x:,}: {y:,.3g} {escape(self.y_name)}</title></circle>' for x, y in curve]
            if name:
                out.append(f'<text style="fill: {colour}" x="{left + LEFT + 6}" y="{top + TOP + 2 + 13 * number}">{escape(name)}</text>')
        return "\n".join(out)


def nice(step):
    """1, 2 or 5 times a power of ten, not below a step."""
    power = 10 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step * 0.999)


def short(value):
    """A figure as axes have it: 150 k, 1.5 M."""
    for factor, letter in ((1e6, "M"), (1e3, "k")):
        if value >= factor:
            return f"{value / factor:g}{letter}"
    return f"{value:g}"


def draw(title, panels, columns):
    """The whole picture."""
    rows = math.ceil(len(panels) / columns)
    width, height = columns * WIDTH, rows * HEIGHT + 34
    body = "\n".join(panel.draw(number % columns * WIDTH, 34 + number // columns * HEIGHT) for number, panel in enumerate(panels))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{escape(title)}">\n'
            f'<title>{escape(title)}</title>\n<style>{STYLE}</style>\n<rect width="{width}" height="{height}" style="fill: var(--ground)"/>\n'
            f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>\n{body}\n</svg>\n')
