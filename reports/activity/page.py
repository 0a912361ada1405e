"""The activity as a report: what people did and when, how their deals stand, and who could use a hand."""

from django.utils.translation import gettext as _

from kit import formats
from reports.activity import pictures
from reports.activity.deeds import KINDS
from reports.activity.helping import hands_wanted, top_performers
from reports.activity.how import HOW
from reports.activity.queries import activity_of
from reports.panels import Column, Figure, Kind, Line, Panel, Report


def activity_report(chosen):
    """The Report of what people did in a period."""
    found = activity_of(chosen.scope, chosen.period_asked, chosen.period_compared)
    if not found.people:
        return Report(how=HOW, blank=blank())
    return Report(figures=figures_of(found), panels=panels_of(found, chosen), how=HOW)


def blank():
    return (
        _("Nothing was done yet that could be counted."),
        _("Moves, notes, letters, calls and follow-ups gather here by themselves as people work."),
    )


# ── The figures at its head ──
def figures_of(found):
    addresses, share = found.addresses, found.sum("unplanned") / (found.sum("open") or 1)
    return [
        Figure("deeds", _("Things done"), found.deeds.count, before=found.before),
        Figure("done", _("Follow-ups done"), found.sum("done")),
        Figure("late", _("Overdue follow-ups"), found.sum("late"), url=addresses["promises_url"], note=_("now")),
        Figure(
            "unplanned", _("No next step"), found.sum("unplanned"), url=addresses["unplanned_url"],
            note=_("%(share)s of open deals") % {"share": formats.percent(share)},
        ),
        Figure("stale", _("Stale"), found.sum("stale"), url=addresses["stale_url"], note=_("idle longer than allowed")),
    ]  # fmt: skip


# ── The panels below ──
def panels_of(found, chosen):
    hands = hands_panel(found)
    below = [kinds_panel(found), *top_panels(found)]
    if hands.lines:
        return [*hours_panels(found), hands, people_panel(found, chosen), *below]
    return [*hours_panels(found), *below, hands, people_panel(found, chosen)]


def hours_panels(found):
    if not found.deeds.count:
        return []
    columns = [Column("weekday", _("Weekday"), Kind.TEXT)]
    hours = pictures.hours_of(found.deeds)
    columns += [Column(f"hour-{hour}", formats.number(hour)) for hour in hours]
    lines = [
        Line((formats.weekdays([day]), *(found.deeds.by_hour.get((day, hour), 0) for hour in hours)))
        for day in range(7)
    ]
    return [
        Panel(
            "hours", _("When things are done"), columns, lines, chart=pictures.hours_chart(found.deeds), thirds=3,
            note=_("Weekday and hour; the stronger the colour, the more"),
        ),
    ]  # fmt: skip


def hands_panel(found):
    columns = [
        Column("person", _("Who could use a hand"), Kind.TEXT),
        Column("why", _("What the figures say"), Kind.TEXT),
        Column("hint", _("What may help"), Kind.TEXT),
    ]
    lines = [
        Line((hand.person.name, hand.why, hand.hint), {"why": hand.url}, hand.person)
        for hand in hands_wanted(found.people, found.rate)
    ]
    title, note = _("Who could use a hand"), _("Plain rules that say where to look, not why")
    if not lines:
        return Panel("hands", title, note=_("Nobody by the rules below: all is in hand."))
    return Panel("hands", title, columns, lines, thirds=3, note=note)


def top_panels(found):
    columns = [
        Column("person", _("Rep"), Kind.TEXT),
        Column("leaning", _("Leaning"), Kind.SHARE),
        Column("rate", _("Win rate"), Kind.SHARE),
        Column("closed", _("Closed")),
    ]
    lines = [
        Line(
            (one.name, one.rate.leaning(found.rate), one.rate.by_count, one.rate.closed),
            {"closed": one.closed_url},
            one.person,
            _("few deals") if one.rate.is_small else "",
        )
        for one in top_performers(found.people, found.rate)
    ]
    return [Panel("top", _("Win most"), columns, lines, note=_("By the rate that leans on all"))] if lines else []


def people_panel(found, chosen):
    columns = [
        Column("person", _("Person"), Kind.TEXT),
        Column("done", _("Follow-ups done")),
        Column("calls", _("Calls in all")),
        Column("meetings", _("Meetings in all")),
        Column("late", _("Overdue follow-ups")),
        Column("open", _("Open deals")),
        Column("unplanned", _("No next step")),
        Column("late_deals", _("Next step overdue")),
        Column("stale", _("Stale")),
        Column("leaning", _("Win rate, leaning"), Kind.SHARE),
        Column("days_ago", _("Last did something, days ago"), Kind.DAYS),
    ]
    lines = [person_line(one, found.rate) for one in found.people]
    total = (
        _("All"),
        *(
            found.sum(part)
            for part in ("done", "calls", "meetings", "late", "open", "unplanned", "late_deals", "stale")
        ),
        found.rate.by_count if found.rate.closed else None,
        None,
    )
    return Panel(
        "people", _("People"), columns, lines, Line(total, urls_of(found.addresses)), thirds=3, is_open=True,
        address=chosen.data,
    )  # fmt: skip


def person_line(one, whole):
    values = (
        one.name, one.done, one.calls, one.meetings, one.late, one.open, one.unplanned, one.late_deals, one.stale,
        one.rate.leaning(whole) if one.rate.closed else None, one.days_ago,
    )  # fmt: skip
    addresses = {
        name: getattr(one, name)
        for name in ("promises_url", "open_url", "unplanned_url", "late_url", "stale_url", "closed_url")
    }
    return Line(values, urls_of(addresses), one.person)


def urls_of(addresses):
    return {
        "late": addresses["promises_url"],
        "open": addresses["open_url"],
        "unplanned": addresses["unplanned_url"],
        "late_deals": addresses["late_url"],
        "stale": addresses["stale_url"],
        "leaning": addresses["closed_url"],
    }


def kinds_panel(found):
    columns = [Column("person", _("Person"), Kind.TEXT), *(Column(kind, name) for kind, name in KINDS.items())]
    lines = [
        Line((one.name, *(one.kinds.get(kind, 0) for kind in KINDS)), person=one.person)
        for one in found.people
        if one.kinds
    ]
    return Panel(
        "kinds", _("What was done"), columns, lines, chart=pictures.kinds_chart(found.deeds),
    )  # fmt: skip
