"""The deals of a filter as a file for a spreadsheet."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pipeline.actions.exporting import note_export
from pipeline.exporting import deal_lines
from pipeline.queries.deal_list import listed_deals
from pipeline.views.sight import look_at_list


@require_POST
def export(request):
    """Exactly the deals of the list, in its order, as this viewer may see them; the log keeps who took them."""
    sight = look_at_list(request)
    note_export(by=request.user, count=sight.deals.count(), query=sight.kept.urlencode())
    name = _("deals") + f"-{timezone.localdate():%Y-%m-%d}.csv"
    lines = deal_lines(listed_deals(sight.deals, request.GET.get("order", "")))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
