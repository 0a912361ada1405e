"""The page where an admin makes keys and ends them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.keys.actions import make_key, revoke_key
from accounts.keys.forms import KeyForm
from accounts.models import ApiKey
from accounts.rights import require

MADE, UNPROCESSABLE = 201, 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request):
    """All keys, and the form of a new one, which is shown this once."""
    require(request.user, "keys.edit")
    form = KeyForm(request.POST if request.method == "POST" else None, initial={"owner": request.user})
    if form.is_valid():
        key, words = make_key(by=request.user, **form.facts())
        return show(request, KeyForm(initial={"owner": request.user}), status=MADE, made=key, words=words)
    return show(request, form, status=UNPROCESSABLE if form.is_bound else 200)


def show(request, form, *, status, **made):
    found = ApiKey.objects.select_related("owner")
    valid = found.valid()
    ended = found.exclude(pk__in=valid.values("pk"))[:20]
    context = {"form": form, "keys": valid, "ended": ended}
    return render(request, "accounts/api_keys.html", context | made, status=status)


@require_POST
def revoke(request, pk):
    require(request.user, "keys.edit")
    key = get_object_or_404(ApiKey, pk=pk)
    revoke_key(key, by=request.user)
    messages.success(request, _("%(name)s opens nothing any more.") % {"name": key.name})
    return redirect("accounts:api-keys")
