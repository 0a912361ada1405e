"""Letting a lead rest until a day."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit import formats
from leads import actions
from leads.resting_forms import RecycleForm
from leads.views.answers import find_lead, tried
from leads.views.leads import lead_page


@require_POST
def recycle(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = RecycleForm(request.POST)
    if form.is_valid() and tried(form, actions.recycle, one, by=request.user, **form.cleaned_data):
        said = {"name": one.name, "day": formats.day(form.cleaned_data["until"])}
        messages.success(request, _("%(name)s rests until %(day)s, and is back in the inbox then.") % said)
        return redirect("leads:lead", pk)
    return lead_page(request, one, status=422, recycle_form=form)
