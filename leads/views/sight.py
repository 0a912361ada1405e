"""What one viewer sees of the leads: tab, filter and order in the address; every answer about a list starts here."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from accounts.faces import tidy
from accounts.fields.facts import is_custom
from accounts.fields.filters import fact_asked, fields_seen
from accounts.rights import may
from kit.filterbar import bar_of
from leads import queries
from leads.bulk_acts import acts_for
from leads.filters import LeadFilter
from leads.orders import order_of, stretch_of
from leads.rows import rows_of

KEPT = {*LeadFilter.base_filters, "tab", "order", "view"}


def is_filter(name):
    return name in LeadFilter.base_filters or is_custom(name)


@dataclass
class Sight:
    """The leads of one tab through the filter in the address."""

    request: HttpRequest

    @cached_property
    def tab(self):
        asked = self.request.GET.get("tab")
        return asked if asked in queries.NAMES else "inbox"

    @cached_property
    def order(self):
        word = self.request.GET.get("order", "")
        return order_of(word, self.tab, self.fields if is_custom(word.removeprefix("-")) else ())

    @property
    def fields(self):
        """The fields an admin added to leads."""
        return fields_seen(self.request, "lead")

    @cached_property
    def customs(self):
        """Those of them that stand as columns: what the list is sorted or filtered by; asked only if one is named."""
        named = [name for name in self.request.GET if is_custom(name) and any(self.request.GET.getlist(name))]
        named += [self.order.key] if self.order.field else []
        shown = {fact_asked(name) for name in named}
        return [field for field in self.fields if field.fact in shown] if shown else []

    @cached_property
    def filter(self):
        everything = queries.leads_in(self.tab, self.request.user)
        return LeadFilter(self.request.GET, queryset=everything, request=self.request)

    @property
    def is_narrowed(self):
        """Whether the address names a filter, without asking the filter itself."""
        return any(any(self.request.GET.getlist(name)) for name in self.request.GET if is_filter(name))

    @cached_property
    def leads(self):
        return self.filter.qs if self.is_narrowed else self.filter.queryset

    def buttons(self):
        """The bar of the filter."""
        return bar_of(LeadFilter, self.request.GET, self.request, lambda: self.filter)

    @cached_property
    def stretch(self):
        return stretch_of(self.leads, self.order, self.request.GET.get("after", ""))

    @cached_property
    def rows(self):
        return rows_of(self.stretch.ids, self.request.user, without=() if self.customs else ("custom",))

    @cached_property
    def acts(self):
        """What the bar offers for the chosen leads of this tab, as far as this person may do it."""
        return [act for act in acts_for(self.tab) if may(self.request.user, act.right)]

    @cached_property
    def row_acts(self):
        """What the menu of one lead offers."""
        return [act for act in self.acts if act.name != "convert"]

    @cached_property
    def key_acts(self):
        """Those of them that a key does at once, from any row; the others are drawn when its menu is opened."""
        return [act for act in self.row_acts if act.name == "assign"]

    # ── addresses ──
    @cached_property
    def root(self):
        """Where the page of each lead is, its number behind: asked once, not for every row."""
        return reverse("leads:list")

    @cached_property
    def bulk(self):
        return reverse("leads:bulk")

    @cached_property
    def kept(self):
        """What of the address belongs to this list, without the place in it."""
        kept = self.request.GET.copy()
        for name in set(kept) - KEPT:
            if not is_custom(name):
                del kept[name]
        return kept

    @cached_property
    def query(self):
        """The same as an address begins it, “?tab=mine”, or nothing."""
        return f"?{self.kept.urlencode()}" if self.kept else ""

    @cached_property
    def ask_query(self):
        """The same, so that more can be said behind it."""
        return f"{self.query}&" if self.kept else "?"

    @property
    def address(self):
        return reverse("leads:list") + self.query

    @property
    def plain_address(self):
        """The tab without filter, order and view."""
        return f"{reverse('leads:list')}?tab={self.tab}"

    @property
    def saved_query(self):
        """The list as a saved view keeps it."""
        kept = self.kept.copy()
        kept["tab"] = self.tab
        return tidy(kept.urlencode())

    def part(self, name):
        """Where a part of the page is asked for: the address says all that the page was asked with."""
        kept = self.kept.copy()
        kept["tab"] = self.tab
        return f"{reverse(f'leads:{name}')}?{kept.urlencode()}"

    @property
    def more_address(self):
        kept = self.kept.copy()
        kept["after"] = self.stretch.next
        return f"{reverse('leads:list')}?{kept.urlencode()}"
