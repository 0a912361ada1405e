"""The win rate computed anew from the rows of a file, with pandas and nothing of the house."""

from types import SimpleNamespace

import pandas as pd
from django.http import QueryDict

from forecasting.calendar import Quarter
from pipeline.models import Deal
from reports.filters import ReportFilter
from reports.win_rate.page import win_rate_report


def plain(rows, first=None, last=None):
    """Figures of the rows of `status`, `opened`, `closed`, `amount` and `qualified` closed from a day to a day."""
    closed = rows[rows.status.isin(["won", "lost"])]
    closed = closed[closed.closed >= pd.Timestamp(first)] if first else closed
    closed = closed[closed.closed < pd.Timestamp(last) + pd.Timedelta(days=1)] if last else closed
    won, still_open = closed[closed.status == "won"], rows[(rows.status == "open") & rows.qualified]
    if closed.empty:
        return {"closed": 0, "rate": None, "mean": 0.0, "cycle": None, "velocity": None}
    rate, mean = len(won) / len(closed), won.amount.mean() if len(won) else 0.0
    cycle = (won.closed - won.opened).dt.total_seconds().median() / 86400 if len(won) else None
    velocity = len(still_open) * mean * rate / cycle if cycle else None
    return {"closed": len(closed), "rate": rate, "mean": mean, "cycle": cycle, "velocity": velocity}


def told(user, **asked):
    """The same figures as the page says them."""
    address = QueryDict(mutable=True)
    address.update({name: str(value) for name, value in asked.items()})
    request = SimpleNamespace(user=user)
    report = win_rate_report(ReportFilter(address, queryset=Deal.objects.none(), request=request))
    figures = {figure.key: figure.value for figure in report.figures}
    panels = {panel.key: panel.lines[0].values for panel in report.panels if panel.key in ("velocity", "people")}
    closed = next((panel.total.values[2] for panel in report.panels if panel.key == "people"), 0)
    velocity = panels["velocity"][-1] if "velocity" in panels else None
    return {"closed": closed, "velocity": velocity} | {name: figures[name] for name in ("rate", "mean", "cycle")}


def differences(user, rows, filters):
    """For each filter the figures that the page and pandas do not agree on: {(name, period): {figure: both}}.

    `filters` are (name, what the address asks, which rows are meant).
    """
    periods = {"all": (None, None)} | {code: days_of(code) for code in quarters_of(rows)}
    found = {}
    for name, asked, meant in filters:
        for code, days in periods.items():
            ours, theirs = told(user, period=code, **asked), plain(rows[meant], *days)
            odd = {key: (ours[key], theirs[key]) for key in theirs if not agree(ours[key], theirs[key])}
            found |= {(name, code): odd} if odd else {}
    return found, len(filters) * len(periods)


def agree(ours, theirs):
    """Equal but for the last digits of a broken number."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(float(ours) - float(theirs)) <= 1e-9 * max(1.0, abs(float(theirs)))


def quarters_of(rows):
    return sorted({f"{day.year}Q{day.quarter}" for day in rows.closed.dropna()})


def days_of(code):
    quarter = Quarter.read(code)
    return quarter.first, quarter.last
