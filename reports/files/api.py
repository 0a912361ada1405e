"""The door of programs: a report as JSON, by a key, as the key's owner may see it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.timezone import override as in_zone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.keys.actions import find_key
from accounts.middleware import zone_of
from accounts.models import ApiKey
from accounts.rights import may
from leads.capture.counting import within
from leads.capture.views.api import FORBIDDEN, refuse, too_many, unknown
from reports.dashboards import dashboard_or_404
from reports.files.programs import Exact, as_data
from reports.files.told import tell

NOT_FOUND = 404
MOST_READ = 60  # reports a minute by one key


@never_cache
@login_not_required
@require_safe
def report(request, name):
    """One report with raw values, narrowed by the same words as its page."""
    with override("en"):  # programs are spoken to in one language
        key, refusal = reader_of(request)
        return refusal or answer_for(key.owner, request, name)


def reader_of(request):
    """The key a request came with, or the refusal of it."""
    scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
    key = find_key(words.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        return None, unknown(request)
    if ApiKey.Scope.REPORTS not in key.scopes or not may(key.owner, "forecast.see"):
        return None, refuse(FORBIDDEN, "forbidden", _("This key may not read reports."))
    if not within(f"report-key:{key.pk}", MOST_READ):
        return None, too_many(_("More than %(limit)s reports a minute by this key.") % {"limit": MOST_READ})
    return key, None


def answer_for(reader, request, name):
    try:
        dashboard = dashboard_or_404(name)
    except Http404:
        return refuse(NOT_FOUND, "not_found", _("There is no report of this name."))
    with in_zone(zone_of(reader)):
        return JsonResponse(as_data(tell(dashboard, reader, request.GET)), encoder=Exact)
