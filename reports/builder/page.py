"""What somebody asked of the builder as a report: a picture and an open table, one of each for two groups."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.common import currency_of
from kit import formats
from reports.builder.measures import NOW, rate_in
from reports.builder.pictures import picture_of
from reports.builder.queries import sheet_of
from reports.panels import Column, Kind, Line, Panel, Report
from reports.rates import FEW

MOST_LINES, MOST_COLUMNS = 200, 12
TEMPLATE = "reports/builder/_panel.html"


def built_report(chosen):
    """The Report of the measures and groups a BuilderFilter asks for."""
    sheet, currency = sheet_of(chosen), currency_of()
    panels = crossed if chosen.across_asked else plain
    return Report(
        panels=panels(sheet, chosen, currency) if sheet.rows else [],
        how=[(measure.name, measure.sentence) for measure in sheet.measures] + notes_of(chosen),
        blank=None if sheet.rows else blank(),
    )


def blank():
    return (
        _("No deal counts here."),
        _("Choose a longer period, other measures, or fewer conditions: the report is drawn anew at once."),
    )


def notes_of(chosen):
    names = ", ".join(str(group.name) for group in chosen.groups_asked if group.is_as_now)
    return [(names, _("As it stands on each deal now, also for what happened before it was changed."))] if names else []


def title_of(measures, groups):
    """“Won value and Win rate by Source and Month”"""
    shown = formats.listed([str(measure.name) for measure in measures])
    return _("%(measures)s by %(groups)s") % {
        "measures": shown, "groups": formats.listed([str(group.name) for group in groups]),
    }  # fmt: skip


def note_of(sheet, hidden):
    """What the figures leave out, in a few words."""
    words = [_("open deals as they stand today")] if any(one.clock == NOW for one in sheet.measures) else []
    if hidden:
        words.append(ngettext("%(n)s more line in the total", "%(n)s more lines in the total", hidden)
                     % {"n": formats.number(hidden)})  # fmt: skip
    return " · ".join(words)


# ── One group: a column for each measure ──
def plain(sheet, chosen, currency):
    group = chosen.by_asked
    counted = any(measure.share for measure in sheet.measures)
    columns = [Column("name", str(group.name), Kind.TEXT)]
    columns += [Column(measure.key, str(measure.name), measure.kind) for measure in sheet.measures]
    columns += [Column("closed", _("Closed"))] if counted else []
    hidden = max(len(sheet.rows) - MOST_LINES, 0)
    return [
        Panel(
            "built",
            title_of(sheet.measures, [group]),
            columns,
            [line_of(sheet, counted, row) for row in sheet.rows[:MOST_LINES]],
            line_of(sheet, counted),
            picture_of(sheet, sheet.measures[0], [group], currency),
            note_of(sheet, hidden),
            thirds=3,
            is_open=True,
            currency=currency,
            template=TEMPLATE,
            address=chosen.data,
        )  # fmt: skip
    ]


def line_of(sheet, counted, row=None):
    parts = sheet.parts_of(row)
    values = [measure.of(parts) for measure in sheet.measures]
    urls = {measure.key: sheet.url(measure, row) for measure in sheet.measures}
    closed = rate_in(parts).closed
    more = [closed] if counted else []
    warning = _("few deals") if counted and row and closed < FEW else ""
    return Line((row.name if row else _("All"), *values, *more), urls, row and row.person, warning)


# ── Two groups: a table for each measure, the second group across ──
def crossed(sheet, chosen, currency):
    return [crossed_panel(sheet, measure, chosen, currency) for measure in sheet.measures]


def crossed_panel(sheet, measure, chosen, currency):
    across, shown = chosen.across_asked, sheet.columns[:MOST_COLUMNS]
    columns = [Column("name", str(chosen.by_asked.name), Kind.TEXT)]
    columns += [Column(key_of(across, member), member.name, measure.kind) for member in shown]
    columns.append(Column("all", _("All"), measure.kind))
    hidden = max(len(sheet.rows) - MOST_LINES, 0)
    return Panel(
        f"built-{measure.key}", title_of([measure], chosen.groups_asked), columns,
        [crossed_line(sheet, measure, across, shown, row) for row in sheet.rows[:MOST_LINES]],
        crossed_line(sheet, measure, across, shown), picture_of(sheet, measure, chosen.groups_asked, currency),
        crossed_note(sheet, hidden), thirds=3, is_open=True, currency=currency, template=TEMPLATE, address=chosen.data,
    )  # fmt: skip


def crossed_note(sheet, hidden):
    left = max(len(sheet.columns) - MOST_COLUMNS, 0)
    more = ngettext("%(n)s more column in “All”", "%(n)s more columns in “All”", left) % {"n": formats.number(left)}
    return " · ".join(words for words in (note_of(sheet, hidden), more if left else "") if words)


def key_of(group, member):
    return f"{group.key}.{'none' if member.key in (None, '') else member.key}"


def crossed_line(sheet, measure, across, shown, row=None):
    members = [*shown, None]
    values = [measure.of(sheet.parts_of(row, member)) for member in members]
    keys = [*(key_of(across, member) for member in shown), "all"]
    urls = {key: sheet.url(measure, row, member) for key, member in zip(keys, members, strict=True)}
    return Line((row.name if row else _("All"), *values), urls, row and row.person)
