"""The deals of a filter as a file for a spreadsheet."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.files import table_answer
from pipeline.actions.exporting import note_export
from pipeline.exporting import deal_table
from pipeline.queries.deal_list import listed_deals
from pipeline.views.sight import look_at_list


@require_POST
def export(request):
    """Exactly the deals of the list, in its order, as this viewer may see them; the log keeps who took them."""
    sight = look_at_list(request)
    note_export(by=request.user, count=sight.deals.count(), query=sight.kept.urlencode())
    heads, rows = deal_table(listed_deals(sight.deals, request.GET.get("order", "")))
    return table_answer(_("deals"), heads, rows, as_xlsx=request.POST.get("format") == "xlsx")
