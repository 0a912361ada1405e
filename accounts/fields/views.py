"""The pages where an admin keeps the fields of leads, companies, contacts and deals."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.fields.actions import FIELDS, OPTIONS, add_field, add_option, edit_field, edit_option
from accounts.fields.admin_forms import FieldForm, NewFieldForm, OptionForm
from accounts.fields.queries import impact_of, sheets
from accounts.fields.records import registry
from accounts.lists.actions import bring_back_entry, place_entry, retire_entry
from accounts.lists.queries import recent_changes
from accounts.models import CustomField, CustomOption, Workspace
from accounts.rights import shapers_only

UNPROCESSABLE = 422


@require_safe
@shapers_only
def fields(request):
    """All fields, by what has them."""
    return show(request)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request, record):
    """A new field of one kind of record."""
    if record not in registry:
        raise Http404
    form = NewFieldForm(record, Workspace.objects.get().currency, posted(request))
    if form.is_valid():
        made = add_field(by=request.user, record=record, **form.cleaned_data)
        messages.success(request, _("%(name)s added") % {"name": made.name})
        return redirect("accounts:fields")
    return show(request, record=CustomField.Record(record), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def field(request, pk):
    """One field, open for changes."""
    one = get_object_or_404(CustomField, pk=pk)
    form = FieldForm(one.record, one, posted(request))
    if form.is_valid():
        edit_field(one, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect("accounts:fields")
    return show_field(request, one, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def retire(request, pk):
    """Say what retiring a field touches, and do it."""
    one = get_object_or_404(CustomField, pk=pk)
    if request.method == "POST":
        retire_entry(one, by=request.user)
        messages.success(request, _("%(name)s is retired; what carries it keeps it") % {"name": one.name})
        return redirect("accounts:fields")
    return render(request, "accounts/fields/retire.html", {"one": one, "impact": impact_of(one)})


@require_POST
@shapers_only
def option_add(request, pk):
    """One more thing to choose."""
    one = get_object_or_404(CustomField, pk=pk)
    form = OptionForm(one, data=request.POST)
    if form.is_valid():
        add_option(one, by=request.user, **form.cleaned_data)
        return redirect("accounts:field", pk)
    return show_field(request, one, new_option=form)


@require_POST
@shapers_only
def option(request, pk):
    """Call an option something else."""
    one = get_object_or_404(CustomOption.objects.select_related("field"), pk=pk)
    form = OptionForm(one.field, one, request.POST)
    if form.is_valid():
        edit_option(one, by=request.user, **form.cleaned_data)
        return redirect("accounts:field", one.field_id)
    return show_field(request, one.field, option=one, option_form=form)


@require_POST
@shapers_only
def option_act(request, pk, act):
    """Put an option one place up or down, offer it no longer, or again."""
    one = get_object_or_404(CustomOption, pk=pk)
    acts = {
        "up": partial(place_entry, step=-1),
        "down": partial(place_entry, step=1),
        "retire": retire_entry,
        "return": bring_back_entry,
    }
    if act not in acts:
        raise Http404
    if not (one.retired_at and act in ("up", "down")):
        acts[act](one, by=request.user)
    return redirect("accounts:field", one.field_id)


def show_field(request, one, *, form=None, new_option=None, option=None, option_form=None):
    standing = one.options.filter(retired_at=None) if one.has_options else []
    options = [(each, option_form if each == option else OptionForm(one, each)) for each in standing]
    context = {
        "one": one,
        "form": form or FieldForm(one.record, one),
        "options": options,
        "retired_options": one.options.exclude(retired_at=None),
        "new_option": new_option or OptionForm(one),
    }
    is_wrong = any(each and each.is_bound for each in (form, new_option, option_form))
    return show(request, status=UNPROCESSABLE if is_wrong else 200, **context)


def show(request, *, status=None, **context):
    form = context.get("form")
    context |= {"sheets": sheets(), "changes": recent_changes(FIELDS, OPTIONS)}
    status = status or (UNPROCESSABLE if form is not None and form.is_bound else 200)
    return render(request, "accounts/fields/fields.html", context, status=status)


def posted(request):
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None
