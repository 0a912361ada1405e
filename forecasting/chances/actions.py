"""Choose by which chances the forecast is weighed."""

from django.db import transaction

from forecasting.models import WeightChoice
from timeline.log import record


@transaction.atomic
def choose_weight(weight, *, by, for_all=False):
    """Weigh by these chances from now on what `by` sees, or what all see who chose nothing themselves."""
    whose = None if for_all else by
    choice, _created = WeightChoice.objects.update_or_create(user=whose, defaults={"by": weight})
    verb = "forecast.weighed_for_all" if for_all else "forecast.weighed"
    record(verb, choice, by=by, owner=whose, details={"by": str(choice.get_by_display())})
    return choice
