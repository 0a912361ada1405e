"""The page of who is away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.absences.actions import add_absence, remove_absence
from accounts.absences.forms import AbsenceForm
from accounts.models import Absence
from accounts.rights import require


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request):
    require(request.user, "people.edit")
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        away = add_absence(by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s gets nothing new on these days.") % {"name": away.user.name})
        return redirect("accounts:absences")
    standing = Absence.objects.filter(last_day__gte=timezone.localdate()).select_related("user")
    context = {"form": form, "absences": standing}
    return render(request, "accounts/absences.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request, pk):
    require(request.user, "people.edit")
    away = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    remove_absence(away, by=request.user)
    messages.success(request, _("%(name)s is here after all.") % {"name": away.user.name})
    return redirect("accounts:absences")
