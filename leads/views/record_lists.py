"""The lists of companies and contacts: one filter bar, heads that sort, saved views, pages."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.faces import tidy, views_as_rows
from accounts.fields.facts import is_custom
from accounts.fields.filters import fields_seen
from accounts.queries import views_for
from leads import queries_records as queries
from leads.record_filters import CompanyFilter, ContactFilter
from leads.views.answers import page_of

COMPANY_COLUMNS = [
    ("name", _("Name")),
    ("industry", _("Industry")),
    ("", _("Employees")),
    ("where", _("Where")),
    ("", _("Contacts")),
    ("", _("Open")),
    ("", _("Won")),
    ("owner", _("Owner")),
]
CONTACT_COLUMNS = [
    ("name", _("Name")),
    ("company", _("Company")),
    ("email", _("Email")),
    ("", _("Phone")),
    ("owner", _("Owner")),
]


@dataclass
class RecordSight:
    """What one viewer sees of companies or contacts through the filter and the order in the address."""

    request: HttpRequest
    subject: str
    kind: type
    everything: QuerySet
    orders: dict
    columns: list = ()

    @cached_property
    def filter(self):
        return self.kind(self.request.GET, queryset=self.everything, request=self.request)

    @cached_property
    def records(self):
        """All of them, in the order of the address."""
        return queries.in_order(self.filter.qs, self.orders, self.request.GET.get("order", ""), self.customs)

    @cached_property
    def page(self):
        return page_of(self.request, self.records)

    @property
    def customs(self):
        """The fields an admin added, each a column of its own."""
        return fields_seen(self.request, self.kind.CUSTOM)

    def heads(self):
        """The heads of the list: those that sort are links, or turn the order round."""
        own = [(field.fact, field.name) for field in self.customs]
        return [self.head(key, name) for key, name in [*self.columns, *own]]

    def head(self, key, name):
        order = self.request.GET.get("order") or "name"
        sort = {key: "ascending", f"-{key}": "descending"}.get(order, "") if key else ""
        query = self.kept(order=f"-{key}" if sort == "ascending" else key)
        return {"name": name, "key": key, "sort": sort, "query": query, "is_wide": key == "industry" or is_custom(key)}

    def kept(self, **more):
        """The query of the address on its first page, with other words in it."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        for name, value in more.items():
            asked[name] = value
        return asked.urlencode()

    @cached_property
    def views(self):
        """The saved views this person finds, as rows of the menu."""
        found = views_for(self.request.user, self.subject)
        return views_as_rows(found, self.request.user, opened=self.request.GET.get("view", ""))

    @property
    def keep_address(self):
        """Where the filter of this address is kept under a name."""
        keep = {"subject": self.subject, "face": "list", "query": tidy(self.kept())}
        return f"{reverse('accounts:view-new')}?{urlencode(keep)}"


@require_safe
def company_list(request):
    """The companies this person sees, with what their open and won deals are worth."""
    everything = queries.companies_of(request.user)
    sight = RecordSight(request, "companies", CompanyFilter, everything, queries.COMPANY_ORDERS, COMPANY_COLUMNS)
    rows = queries.rows_of(sight.page.object_list, request.user)
    return render(request, "leads/company_list.html", {"sight": sight, "page": sight.page, "rows": rows})


@require_safe
def contact_list(request):
    """The contacts this person sees."""
    everything = queries.contacts_of(request.user)
    sight = RecordSight(request, "contacts", ContactFilter, everything, queries.CONTACT_ORDERS, CONTACT_COLUMNS)
    return render(request, "leads/contact_list.html", {"sight": sight, "page": sight.page})
