"""Companies and contacts: their pages, their facts in place, notes on them; and new ones."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from leads import actions
from leads import queries_records as queries
from leads.actions.records import note_on_record
from leads.actions.restoring import CannotUndo
from leads.actions.reverting_records import record_to_take_back, undo_record_edit
from leads.duplicates.finding import likes_of
from leads.duplicates.joining import leads_to_the_kept
from leads.duplicates.marks import marks_of, name_of
from leads.duplicates.shown import address_of
from leads.duplicates.side_by_side import back_of
from leads.duplicates.typing import likes_unseen
from leads.models import Company
from leads.record_forms import CompanyForm, ContactForm, RecordNoteForm
from leads.views.answers import say_done, status_of, undoably
from timeline import story as timeline


@require_safe
@leads_to_the_kept("company")
def company(request, pk):
    """Everything about one company, its children's sales included."""
    return show_company(request, company_seen(request, pk))


def company_seen(request, pk):
    return get_object_or_404(queries.companies_of(request.user), pk=pk)


def show_company(request, one, status=200, **forms):
    around = queries.around_company(one, request.user)
    context = {"company": one, "thing": one, "around": around} | story(request, one, around)
    return render(request, "leads/company.html", context | forms, status=status)


def story(request, one, around):
    """The timeline of all that is around a record, where it came from, and who is like it."""
    return {
        **timeline.story(request, queries.own_names(one), partial(queries.story_of, around.names)),
        "origins": queries.origins_of(one, around.leads, request.user),
        "likes": likes_of(marks_of(one), request.user, kinds=(one._meta.model_name,), but=name_of(one)),
        "note_form": RecordNoteForm(),
        "thing_kind": one._meta.model_name,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def company_new(request):
    """A new company; `parent` in the address is the one above it."""
    require(request.user, "lead.create")
    above = request.GET.get("parent", "")
    parent = above.isdecimal() and Company.objects.visible_to(request.user).filter(pk=above[:18]).first()
    form = CompanyForm(posted(request), reader=request.user, initial={"owner": request.user, "parent": parent or ""})
    likes = likes_unseen(request) if form.is_valid() else []
    if form.is_valid() and not likes:
        return redirect("leads:company", actions.create_company(by=request.user, **form.cleaned_data).pk)
    return render(request, "leads/company_form.html", {"form": form, "likes": likes}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def company_edit(request, pk):
    """The facts of a company as a form where they stand."""
    one = company_seen(request, pk)
    require(request.user, "lead.edit", one)
    form = CompanyForm(posted(request), instance=company_seen(request, pk), reader=request.user)
    if form.is_valid() and written(request, form, actions.edit_company, one):
        return redirect("leads:company", pk)
    if request.htmx and not form.is_bound:
        return render(request, "leads/_company_facts_form.html", {"company": one, "facts_form": form})
    return show_company(request, one, facts_form=form, status=status_of(form))


def written(request, form, action, one):
    """Whether the facts could be written, which a toast says with its undo; if not, the form says why."""
    try:
        done = undoably(action, one, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    words = _("%(name)s is saved.") % {"name": form.cleaned_data["name"]}
    say_done(request, words, done, address_of(one), undo="leads:undo-record")
    return True


@require_POST
def take_back(request, bulk):
    """Undo what was written on a company or contact."""
    one = record_to_take_back(request.user, bulk)
    if one is None:
        raise Http404
    require(request.user, "lead.edit", one)
    try:
        one = undo_record_edit(one, bulk, by=request.user)
        messages.success(request, _("Undone: %(name)s is as before") % {"name": one.name})
    except CannotUndo as refusal:
        messages.warning(request, str(refusal))
    return redirect(back_of(request) or address_of(one))


@require_POST
def company_note(request, pk):
    """Write a note on a company."""
    one = company_seen(request, pk)
    require(request.user, "lead.edit", one)
    form = RecordNoteForm(request.POST)
    if not form.is_valid():
        return show_company(request, one, note_form=form, status=status_of(form))
    note_on_record(one, by=request.user, **form.cleaned_data)
    return redirect("leads:company", pk)


@require_safe
@leads_to_the_kept("contact")
def contact(request, pk):
    """Everything about one contact."""
    return show_contact(request, contact_seen(request, pk))


def contact_seen(request, pk):
    return get_object_or_404(queries.contacts_of(request.user), pk=pk)


def show_contact(request, one, status=200, **forms):
    around = queries.around_contact(one, request.user)
    home = Company.objects.visible_to(request.user).filter(pk=one.company_id).first() if one.company_id else None
    context = {"contact": one, "thing": one, "home": home, "around": around} | story(request, one, around)
    return render(request, "leads/contact.html", context | forms, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request):
    """A new contact; `company` in the address is where they work."""
    require(request.user, "lead.create")
    asked = request.GET.get("company", "")
    home = asked.isdecimal() and Company.objects.visible_to(request.user).filter(pk=asked[:18]).first()
    form = ContactForm(posted(request), reader=request.user, initial={"owner": request.user, "company": home or ""})
    likes = likes_unseen(request) if form.is_valid() else []
    if form.is_valid() and not likes:
        return redirect("leads:contact", actions.create_contact(by=request.user, **form.cleaned_data).pk)
    return render(request, "leads/contact_form.html", {"form": form, "likes": likes}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request, pk):
    """The facts of a contact as a form where they stand."""
    one = contact_seen(request, pk)
    require(request.user, "lead.edit", one)
    form = ContactForm(posted(request), instance=contact_seen(request, pk), reader=request.user)
    if form.is_valid() and written(request, form, actions.edit_contact, one):
        return redirect("leads:contact", pk)
    if request.htmx and not form.is_bound:
        return render(request, "leads/_contact_facts_form.html", {"contact": one, "facts_form": form})
    return show_contact(request, one, facts_form=form, status=status_of(form))


@require_POST
def contact_note(request, pk):
    """Write a note on a contact."""
    one = contact_seen(request, pk)
    require(request.user, "lead.edit", one)
    form = RecordNoteForm(request.POST)
    if not form.is_valid():
        return show_contact(request, one, note_form=form, status=status_of(form))
    note_on_record(one, by=request.user, **form.cleaned_data)
    return redirect("leads:contact", pk)


def posted(request):
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None
