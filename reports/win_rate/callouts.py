"""The bottleneck in words, with those who wait there too long."""

import math
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.queries import links
from kit import formats
from pipeline.models import Deal
from reports.panels import Callout


def callouts_of(found, scope):
    """What holds deals up most, and the deals that have waited there longer than nine in ten do."""
    if not (bottleneck := found.bottleneck):
        return []
    days = math.ceil(bottleneck.reach.ninety)
    stage = bottleneck.reach.stage
    count = scope.of(Deal.objects).open().filter(stage=stage, entered_stage_at__lte=ago(days)).count()
    url = links.deals_url(
        **(found.base | {"pipeline": None, "status": "open", "stage": stage.pk, "stage_days_min": days})
    )
    act = ngettext("See %(n)s deal waiting", "See %(n)s deals waiting", count) % {"n": formats.number(count)}
    return [
        Callout(
            head_of(bottleneck), words_of(bottleneck, found.before and found.before.name), url if count else "", act
        )
    ]


def ago(days):
    return timezone.now() - timedelta(days=days)


def head_of(bottleneck):
    name = {"stage": bottleneck.reach.stage.name}
    return (_("%(stage)s is the bottleneck.") if bottleneck.is_one else _("Deals wait longest in %(stage)s.")) % name


def words_of(bottleneck, than):
    """“Deals now wait 21 d there, 12 d in Q3 2026, and 69% go on, where 78% do from the other stages.”"""
    reach = bottleneck.reach
    facts = {"now": formats.days(round(reach.median)), "stays": formats.number(reach.stays)}
    if bottleneck.before is None:
        said = _("Deals now wait %(now)s there at the median of %(stays)s stays") % facts
    else:
        facts |= {"before": formats.days(round(bottleneck.before)), "period": than}
        said = _("Deals now wait %(now)s there, %(before)s in %(period)s") % facts
    if not bottleneck.leaks:
        return _("%(said)s.") % {"said": said}
    shares = {"here": formats.percent(reach.share), "there": formats.percent(bottleneck.elsewhere)}
    return _("%(said)s, and %(here)s go on, where %(there)s do from the other stages.") % {"said": said, **shares}
