"""What changed between two days, as whoever asks may see it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.rights import require
from forecasting.common import currency_of, with_value
from forecasting.models import ForecastLine, Night
from forecasting.waterfall.between import MOST_SHOWN, Kind, deals_of, waterfall_between
from forecasting.waterfall.filters import ChangesFilter
from forecasting.waterfall.pictures import waterfall_chart

PAGE, PICTURE = "forecasting/changes.html", "forecasting/_changes.html"


@require_safe
def changes(request):
    """The waterfall of a period between two days, with the deals of one bar where it is asked for."""
    require(request.user, "forecast.see")
    chosen = ChangesFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    template = PICTURE if request.GET.get("part") == "picture" else PAGE
    return render(request, template, changes_page(chosen, request.GET))


def changes_page(chosen, address):
    """The context: the waterfall with its picture, and the deals behind the bar that was opened."""
    question, period = chosen.question, chosen.period_asked
    page = {"filter": chosen, "question": question, "period": period, "currency": currency_of()}
    page |= {"before": moved(address, period.before), "after": moved(address, period.after), "most": MOST_SHOWN}
    if question is None:
        return page
    found, kind = waterfall_between(question), kind_of(address.get("kind"))
    page |= {"found": found, "given_way": chosen.given_way(question)}
    page["chart"] = waterfall_chart(found, question, page["currency"], lambda one: opened(address, one))
    page["bars"] = [(bar, opened(address, bar.kind)) for bar in (found.opening, *found.bars, found.closing)]
    page["nights"] = Night.objects.filter(day__in=[question.since, question.until], how="rebuilt")
    return page | ({"kind": kind, "deals": deals_of(question, kind)} if kind else {})


def moved(address, period):
    """The same page for another period; the bar that was opened is closed again."""
    kept = address.copy()
    for name in ("kind", "part"):
        kept.pop(name, None)
    return with_value(kept, period=period.code)


def opened(address, kind):
    """Where a bar leads: the same page with its deals below."""
    kept = address.copy()
    kept.pop("part", None)
    return f"{reverse('forecasting:changes')}?{with_value(kept, kind=str(kind))}#deals"


def kind_of(word):
    return Kind(word) if word in Kind.values else None
