"""Companies and contacts: their lists, pages and forms."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.rights import require
from leads import actions, queries
from leads.filters import CompanyFilter, ContactFilter
from leads.forms import CompanyForm, ContactForm
from leads.models import Company, Contact
from leads.views.answers import history, page_of, status_of


@require_GET
def company_list(request):
    found = CompanyFilter(request.GET, queryset=queries.companies_of(request.user), request=request)
    return render(request, "leads/company_list.html", {"filter": found, "page": page_of(request, found.qs)})


@require_GET
def company(request, pk):
    one = get_object_or_404(Company.objects.visible_to(request.user).select_related("owner"), pk=pk)
    context = {
        "company": one,
        "contacts": one.contacts.visible_to(request.user),
        "leads": one.leads.visible_to(request.user).select_related("label"),
        "deals": deals_of(one, request.user),
    }
    return render(request, "leads/company.html", context | history(request, one))


@require_http_methods(["GET", "POST"])
def company_new(request):
    require(request.user, "lead.create")
    form = CompanyForm(request.POST or None, reader=request.user, initial={"owner": request.user})
    if form.is_valid():
        return redirect("leads:company", actions.create_company(by=request.user, **form.cleaned_data).pk)
    return render(request, "leads/company_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def company_edit(request, pk):
    one = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    require(request.user, "lead.edit", one)
    form = CompanyForm(request.POST or None, instance=one, reader=request.user)
    if form.is_valid():
        actions.edit_company(one, by=request.user, **form.cleaned_data)
        return redirect("leads:company", pk)
    return render(request, "leads/company_form.html", {"form": form, "company": one}, status=status_of(form))


@require_GET
def contact_list(request):
    found = ContactFilter(request.GET, queryset=queries.contacts_of(request.user), request=request)
    return render(request, "leads/contact_list.html", {"filter": found, "page": page_of(request, found.qs)})


@require_GET
def contact(request, pk):
    one = get_object_or_404(queries.contacts_of(request.user), pk=pk)
    context = {
        "contact": one,
        "leads": one.leads.visible_to(request.user).select_related("label"),
        "deals": deals_of(one, request.user),
    }
    return render(request, "leads/contact.html", context | history(request, one))


@require_http_methods(["GET", "POST"])
def contact_new(request):
    require(request.user, "lead.create")
    known = {"owner": request.user, "company": request.GET.get("company")}
    form = ContactForm(request.POST or None, reader=request.user, initial=known)
    if form.is_valid():
        return redirect("leads:contact", actions.create_contact(by=request.user, **form.cleaned_data).pk)
    return render(request, "leads/contact_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def contact_edit(request, pk):
    one = get_object_or_404(Contact.objects.visible_to(request.user), pk=pk)
    require(request.user, "lead.edit", one)
    form = ContactForm(request.POST or None, instance=one, reader=request.user)
    if form.is_valid():
        actions.edit_contact(one, by=request.user, **form.cleaned_data)
        return redirect("leads:contact", pk)
    return render(request, "leads/contact_form.html", {"form": form, "contact": one}, status=status_of(form))


def deals_of(thing, reader):
    return thing.deals.visible_to(reader).select_related("stage", "owner").order_by("status", "-opened_at")
