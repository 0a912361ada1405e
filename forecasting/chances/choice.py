"""By which chances the forecast is weighed for somebody."""

from django.db.models import Q

from forecasting.models import Weight, WeightChoice


def weight_of(user):
    """What the person chose, else the house; learned where nobody chose."""
    choices = dict(WeightChoice.objects.filter(Q(user=user) | Q(user=None)).values_list("user_id", "by"))
    return Weight(choices.get(user.pk) or choices.get(None) or Weight.LEARNED)
