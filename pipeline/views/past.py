"""The time machine: the board at the end of a past day, and what changed between two."""

from dataclasses import dataclass
from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.zones import today
from kit import formats
from pipeline.filters import DealFilter
from pipeline.models import Deal, Pipeline
from pipeline.past_forms import DayForm, PeriodForm
from pipeline.queries.board import NOTHING
from pipeline.queries.changes import changes_between
from pipeline.queries.past import KNOWN_FILTERS
from pipeline.queries.stories import MOST_LINES, lines_of
from pipeline.queries.then import board_then, first_day
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.waterfall import waterfall_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class Hindsight:
    """The pipeline and the filter of one look back, and the addresses that lead on from it."""

    pipeline: Pipeline
    pipelines: list[Pipeline]
    filter: DealFilter

    @cached_property
    def asked(self):
        """The cleaned values of those filters a past day can answer."""
        self.filter.is_valid()
        return {name: value for name, value in self.filter.form.cleaned_data.items() if name in KNOWN_FILTERS}

    @property
    def unknown(self):
        """The names of filters in force that nobody wrote down in the past."""
        left_out = [name for name in self.filter.active if name not in KNOWN_FILTERS and name != "pipeline"]
        return [self.filter.filters[name].label for name in left_out]

    @property
    def kept(self):
        """The filter alone, as pairs of name and value."""
        return [
            (name, value)
            for name, values in self.filter.data.lists()
            if name in self.filter.filters
            for value in values
        ]

    def address(self, view, **parts):
        """Another view of the same pipeline through the same filter, but for the `parts` given."""
        query = self.filter.data.copy()
        for name in set(query) - set(self.filter.filters):
            del query[name]
        for name, value in parts.items():
            query[name] = value
        url = reverse(f"pipeline:{view}", args=[self.pipeline.pk])
        return f"{url}?{query.urlencode()}" if query else url


def look_back(request, pk):
    """The hindsight of this request; a pipeline that is out of use has a past as well."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    seen = DealFilter(request.GET, queryset=Deal.objects.none(), request=request)
    return Hindsight(pipeline, list(Pipeline.objects.standing()), seen)


@require_safe
def then(request, pk):
    """The board at the end of a past day; of one column, what comes below its first cards."""
    past, form = look_back(request, pk), DayForm(request.GET)
    if not form.is_valid():
        return render(request, "pipeline/then.html", {"past": past, "form": form}, status=UNPROCESSABLE)
    day, skip = form.cleaned_data["day"], form.cleaned_data["skip"] or 0
    columns = board_then(past.pipeline, day, request.user, past.asked, skip=skip)
    for column in columns:
        column.address = past.address("then", day=day, stage=column.stage.pk, skip=column.shown)
    context = {"past": past, "form": form, "day": day, "columns": columns}
    if skip and request.htmx:
        return render(request, "pipeline/_then_cards.html", context)
    return render(request, "pipeline/then.html", context | sums_of(columns) | ways_from(past, day, request.user))


def sums_of(columns):
    """What the open deals of all columns were worth together."""
    opened = [column for column in columns if column.stage.is_open]
    return {
        "count": sum(column.count for column in columns),
        "open_total": formats.whole(sum((column.total for column in opened), NOTHING)),
        "open_weighted": formats.whole(sum((column.weighted for column in opened), NOTHING)),
    }


def ways_from(past, day, viewer):
    """The steps to other days, and where the board of today and the difference to it are."""
    first, now = first_day(past.pipeline, viewer), today()
    steps = {"week_before": day - WEEK, "day_before": day - DAY, "day_after": day + DAY, "week_after": day + WEEK}
    return {
        "first": first,
        "is_before_first": first is None or day < first,
        "first_address": first and past.address("then", day=first),
        "board_address": past.address("board"),
        "changes_address": past.address("changes", **{"from": min(day, now - DAY), "to": now}),
        "today": now,
        **{name: past.address("then", day=other) for name, other in steps.items() if other <= now},
    }


@require_safe
def changes(request, pk):
    """What changed between the evenings of two days, by kinds that add up; `kind` shows one kind at length."""
    past, form = look_back(request, pk), PeriodForm(request.GET)
    context = {"past": past, "form": form, "picks": picks(past), "board_address": past.address("board")}
    if not form.is_valid():
        return render(request, "pipeline/changes.html", context, status=UNPROCESSABLE)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    difference = changes_between(past.pipeline, first, last, request.user, past.asked)
    period = {"from": first, "to": last}
    context |= {"difference": difference, "first": first, "last": last, "most": MOST_LINES}
    context["waterfall"] = waterfall_of(difference, first, last)
    context["groups"] = lines_of(difference, first, last, only=request.GET.get("kind", ""))
    context["then_addresses"] = [past.address("then", day=day) for day in (first, last)]
    context["period_address"] = past.address("changes", **period)
    return render(request, "pipeline/changes.html", context)


def picks(past):
    """The periods people ask for: `(name, address)`."""
    return [(name, past.address("changes", **{"from": first, "to": last})) for name, first, last in periods(today())]


def periods(now):
    """Name, first and last evening of the usual periods, which begin with the evening before their first day."""
    week = now - timedelta(days=(now.weekday() - formats.locale().first_week_day) % 7)
    return [
        (_("Since yesterday"), now - DAY, now),
        (_("This week"), week - DAY, now),
        (_("Last week"), week - WEEK - DAY, week - DAY),
        (_("This month"), now.replace(day=1) - DAY, now),
    ]
