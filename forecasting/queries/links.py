"""Addresses of the deal list that open exactly the deals behind a number."""

from datetime import timedelta

from django.urls import reverse
from django.utils.http import urlencode


def deals_url(**filters):
    """The deal list under these filters; what is empty is left out, lists become several values."""
    chosen = {name: value for name, value in filters.items() if value not in (None, "", [])}
    return f"{reverse('pipeline:deal-list')}?{urlencode(chosen, doseq=True)}"


def won_in(period, **base):
    """The deals won in a period."""
    return deals_url(status="won", closed_after=period.first, closed_before=period.last, **base)


def lost_in(period, **base):
    """The deals lost in a period."""
    return deals_url(status="lost", closed_after=period.first, closed_before=period.last, **base)


def closed_in(period, **base):
    """The deals won or lost in a period."""
    return deals_url(status=["won", "lost"], closed_after=period.first, closed_before=period.last, **base)


def open_in(period, this_day, **base):
    """The open deals expected in a period; in the current one also those whose date has passed."""
    first = None if period.first <= this_day else period.first
    return deals_url(status="open", close_after=first, close_before=period.last, **base)


def passed_before(this_day, **base):
    """The open deals whose close date has passed."""
    return deals_url(status="open", close_before=this_day - timedelta(days=1), **base)
