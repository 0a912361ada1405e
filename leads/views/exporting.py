"""The leads, companies or contacts of a filter as a file: exactly those this viewer sees, in the order of the list."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.files import table_answer
from leads import queries_records
from leads.actions.exporting import note_export
from leads.exporting import table_of
from leads.orders import in_order
from leads.record_filters import CompanyFilter, ContactFilter
from leads.views.record_lists import RecordSight
from leads.views.sight import Sight


@require_POST
def leads_export(request):
    sight = Sight(request)
    return export(request, "leads", _("leads"), in_order(sight.leads, sight.order), sight.kept.urlencode())


@require_POST
def companies_export(request):
    everything = queries_records.companies_of(request.user)
    sight = RecordSight(request, "companies", CompanyFilter, everything, queries_records.COMPANY_ORDERS)
    return export(request, "companies", _("companies"), sight.records, request.GET.urlencode())


@require_POST
def contacts_export(request):
    everything = queries_records.contacts_of(request.user)
    sight = RecordSight(request, "contacts", ContactFilter, everything, queries_records.CONTACT_ORDERS)
    return export(request, "contacts", _("contacts"), sight.records, request.GET.urlencode())


def export(request, kind, name, records, query):
    note_export(kind, by=request.user, count=records.count(), query=query)
    as_xlsx = request.POST.get("format") == "xlsx"
    return table_answer(name, *table_of(kind, records), as_xlsx=as_xlsx)
