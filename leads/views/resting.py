"""Letting a lead rest until a day."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit import formats
from leads import actions
from leads.duplicates.shown import address_of
from leads.resting_forms import RecycleForm
from leads.views.answers import find_lead, say_done, tried, undoably
from leads.views.leads import lead_page


@require_POST
def recycle(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = RecycleForm(request.POST)
    facts = {"by": request.user, **form.cleaned_data} if form.is_valid() else {}
    if facts and (done := tried(form, undoably, actions.recycle, one, **facts)):
        said = {"name": one.name, "day": formats.day(facts["until"])}
        words = _("%(name)s rests until %(day)s, and is back in the inbox then.") % said
        say_done(request, words, done, address_of(one))
        return redirect("leads:lead", pk)
    return lead_page(request, one, status=422, recycle_form=form)
