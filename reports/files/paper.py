"""A report on paper: the same pictures as on the screen, each with its figures as a table."""

from dataclasses import dataclass

from kit.paper import paper_of

MOST_LINES = 100  # of one table; a spreadsheet takes them all
WIDE = 8
SHORT = 14
SIZES = [(520, "third"), (960, "thirds")]


@dataclass(frozen=True)
class Printed:
    """A panel as paper shows it."""

    panel: object
    cut: int

    @property
    def lines(self):
        return self.panel.said[:MOST_LINES]

    @property
    def is_short(self):
        """Whether it stays whole on one page."""
        return len(self.panel.lines) <= SHORT and not (self.panel.chart and self.panel.thirds > 1)

    @property
    def is_beside(self):
        """Whether the picture and its table stand side by side."""
        return bool(self.panel.chart and self.panel.lines and self.panel.thirds == 1 and self.is_short)

    @property
    def size(self):
        """How large the picture is printed, by how wide it was drawn: letters stay of one size."""
        return next((name for width, name in SIZES if self.panel.chart.width <= width), "")

    @property
    def is_wide(self):
        return len(self.panel.columns) >= WIDE


def as_pdf(told):
    """The bytes of a PDF."""
    panels = [Printed(panel, max(len(panel.lines) - MOST_LINES, 0)) for panel in told.report.panels]
    return paper_of("reports/paper.html", {"told": told, "report": told.report, "panels": panels})
