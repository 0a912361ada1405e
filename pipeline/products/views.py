"""The list of products: everybody reads it, managers and admins write it."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from kit.files import table_answer
from pipeline.models import Product
from pipeline.products import actions
from pipeline.products.exporting import product_table
from pipeline.products.forms import ProductFilter, ProductForm
from pipeline.products.queries import in_order, products_listed
from timeline.queries import timeline_of

PAGE_SIZE, UNPROCESSABLE = 50, 422
COLUMNS = [
    ("name", lazy("Product")),
    ("code", lazy("Code")),
    ("price", lazy("Price")),
    ("billing", lazy("Billed")),
    ("tax", lazy("Tax")),
]


@dataclass
class ProductSight:
    """The list through the filter and the order in the address."""

    request: HttpRequest

    @cached_property
    def filter(self):
        return ProductFilter(self.request.GET, queryset=products_listed(), request=self.request)

    @cached_property
    def products(self):
        return in_order(self.filter.qs, self.request.GET.get("order", ""))

    @cached_property
    def page(self):
        return Paginator(self.products, PAGE_SIZE).get_page(self.request.GET.get("page"))

    def heads(self):
        """The heads of the list: links that sort, or turn the order round."""
        order = self.request.GET.get("order") or "name"
        for key, name in COLUMNS:
            sort = {key: "ascending", f"-{key}": "descending"}.get(order, "")
            asked = self.request.GET.copy()
            asked.pop("page", None)
            asked["order"] = f"-{key}" if sort == "ascending" else key
            yield {
                "name": name,
                "key": key,
                "sort": sort,
                "query": asked.urlencode(),
                "is_wide": key in ("code", "tax"),
            }


@require_safe
def products(request):
    return show(request)


def show(request, status=200, **more):
    sight = ProductSight(request)
    context = {"sight": sight, "page": sight.page} | more
    return render(request, "pipeline/products/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new product."""
    require(request.user, actions.EDIT)
    form = ProductForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        added = actions.add_product(prices=form.prices, by=request.user, **form.facts)
        messages.success(request, _("%(name)s is on the list") % {"name": added.name})
        return redirect("pipeline:products")
    return show(request, UNPROCESSABLE if form.is_bound else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def product(request, pk):
    """One product beside the list: to be read, and by those who may, changed."""
    one = get_object_or_404(Product.objects.prefetch_related("prices"), pk=pk)
    if request.method == "POST":
        require(request.user, actions.EDIT)
    form = ProductForm(request.POST if request.method == "POST" else None, instance=one)
    if form.is_valid():
        actions.edit_product(one, by=request.user, **form.facts)
        actions.price_product(one, prices=form.prices, by=request.user)
        messages.success(request, _("Saved"))
        return redirect("pipeline:products")
    return show(request, UNPROCESSABLE if form.is_bound else 200, form=form, product=one, entries=timeline_of(one))


@require_POST
def retire(request, pk):
    one = get_object_or_404(Product, pk=pk)
    actions.retire_product(one, by=request.user)
    messages.success(
        request, _("%(name)s is sold no more. It can be brought back from the retired ones.") % {"name": one}
    )
    return redirect("pipeline:products")


@require_POST
def bring_back(request, pk):
    one = get_object_or_404(Product, pk=pk)
    actions.return_product(one, by=request.user)
    messages.success(request, _("%(name)s is sold again.") % {"name": one})
    return redirect("pipeline:products")


@require_POST
def export(request):
    """The products of the list, in its order, a row for each price."""
    found = ProductSight(request).products
    actions.note_export(by=request.user, count=found.count(), query=request.GET.urlencode())
    return table_answer(_("products"), *product_table(found), as_xlsx=request.POST.get("format") == "xlsx")
