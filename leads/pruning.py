"""Letting go of leads that never answered: the act over many leads, undone as one like every other."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leads.actions import disqualify
from leads.bulk_acts import ManyAct, offer
from leads.bulk_forms import NotAFitManyForm
from leads.queries_quiet import policy


class PruneManyForm(NotAFitManyForm):
    def limit_choices(self):
        agreed = policy()
        words = _("No answer to %(touches)s touches in %(days)s days")
        self.initial["reason"] = words % {"touches": agreed.prune_touches, "days": agreed.prune_days}


offer(
    ManyAct(
        "prune",
        gettext_lazy("Let go"),
        "x-circle",
        "lead.disqualified",
        PruneManyForm,
        lambda lead, asked, by: disqualify(lead, reason=asked["reason"], by=by),
        lambda count: ngettext("Let go of %(count)s lead", "Let go of %(count)s leads", count),
        lambda count, asked: ngettext("Let go of %(name)s", "Let go of %(count)s leads", count),
        wrote=lambda asked, by: {"status_reason": asked["reason"]},
        tabs=(),
    )
)
