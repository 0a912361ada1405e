"""The door of programs: a report as JSON, by a key, as the key's owner may see it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.timezone import override as in_zone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.keys.door import NOT_FOUND, Door, key_for, refuse
from accounts.middleware import zone_of
from accounts.models import ApiKey
from reports.dashboards import dashboard_or_404
from reports.files.programs import Exact, as_data
from reports.files.told import tell

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
    return key_for(
        request,
        Door(
            name="report-key",
            scope=ApiKey.Scope.REPORTS,
            verb="forecast.see",
            closed=_("This key may not read reports."),
            limit=MOST_READ,
            too_often=_("More than %(limit)s reports a minute by this key."),
        ),
    )


def answer_for(reader, request, name):
    try:
        dashboard = dashboard_or_404(name)
    except Http404:
        return refuse(NOT_FOUND, "not_found", _("There is no report of this name."))
    with in_zone(zone_of(reader)):
        return JsonResponse(as_data(tell(dashboard, reader, request.GET)), encoder=Exact)
