"""What an admin does with a form: begins it, shapes it, publishes it, closes it."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.actions.words import changes_of
from leads.models import CaptureForm, FormField
from timeline.log import record

FIRST_QUESTIONS = ("name", "email")


@transaction.atomic
def begin_form(*, name, language, by):
    """Begin a form that asks for a name and an e-mail; nobody finds it before it is published."""
    form = CaptureForm.objects.create(key=secrets.token_urlsafe(16), name=name, language=language, created_by=by)
    for fact in FIRST_QUESTIONS:
        ask(form, fact, label=_("Your name") if fact == "name" else _("E-mail"), is_required=True)
    record("form.created", form, by=by, details={"name": form.name})
    return form


def ask(form, fact, **facts):
    place = form.fields.aggregate(last=Max("position"))["last"]
    return form.fields.create(fact=fact, position=0 if place is None else place + 1, **facts)


@transaction.atomic
def shape_form(form, *, facts, questions, by):
    """Write what differs of a form and of its questions ({id: facts}), as one event."""
    form = lock(form)
    changes = changes_of(form, facts)
    for name in changes:
        setattr(form, name, facts[name])
    form.save(update_fields=list(changes))
    for question in form.fields.all():
        changes |= shape_question(question, questions.get(question.pk, {}))
    if form.published_at:
        refuse_unanswerable(form)
    tell(form, changes, by)
    return form


def shape_question(question, facts):
    changes = changes_of(question, facts)
    for name in changes:
        setattr(question, name, facts[name])
    question.save(update_fields=list(changes))
    return {f"{question.fact}.{name}": pair for name, pair in changes.items()}


@transaction.atomic
def add_question(form, *, fact, label, is_hidden, by):
    """Ask one thing more, at the end."""
    form = lock(form)
    if form.fields.filter(fact=fact).exists():
        raise ValidationError(_("The form asks for this already."))
    question = ask(form, fact, label=label, is_hidden=is_hidden)
    tell(form, {"questions": [None, question.label]}, by)
    return question


@transaction.atomic
def drop_question(form, pk, *, by):
    """Ask one thing less."""
    form = lock(form)
    if question := form.fields.filter(pk=pk).first():
        question.delete()
        if form.published_at:
            refuse_unanswerable(form)
        tell(form, {"questions": [question.label, None]}, by)


@transaction.atomic
def place_question(form, pk, *, step, by):
    """Ask it one place earlier (-1) or later (1)."""
    form = lock(form)
    order = list(form.fields.all())
    place = next((place for place, question in enumerate(order) if question.pk == pk), None)
    if place is None or not 0 <= place + step < len(order):
        return
    order[place], order[place + step] = order[place + step], order[place]
    for position, question in enumerate(order):
        question.position = position
    FormField.objects.bulk_update(order, ["position"])
    tell(form, {"order": [None, order[place + step].label]}, by)


@transaction.atomic
def publish_form(form, *, by):
    """Open a form, or open it again; its address stays what it was."""
    form = lock(form)
    refuse_unanswerable(form)
    form.published_at, form.retired_at = form.published_at or timezone.now(), None
    form.save(update_fields=["published_at", "retired_at"])
    record("form.published", form, by=by, details={"name": form.name})


@transaction.atomic
def close_form(form, *, by):
    """Close a form; who has its address reads that it is closed."""
    form = lock(form)
    if form.published_at and not form.retired_at:
        form.retired_at = timezone.now()
        form.save(update_fields=["retired_at"])
        record("form.retired", form, by=by, details={"name": form.name})


def lock(form):
    return CaptureForm.objects.select_for_update().get(pk=form.pk)


def refuse_unanswerable(form):
    """Whoever sends an open form can be reached, and by mail where it writes mails."""
    asked = set(form.fields.filter(is_hidden=False).values_list("fact", flat=True))
    if not asked & {"email", "phone"}:
        raise ValidationError(_("Ask for an e-mail or a phone: else nobody can be answered."))
    required = form.fields.filter(is_hidden=False, is_required=True, fact="email").exists()
    if form.asks_twice and not required:
        raise ValidationError(_("To confirm by e-mail, the form must insist on an e-mail."))


def tell(form, changes, by):
    if changes:
        record("form.edited", form, by=by, changes=changes, details={"name": form.name})


def closed_last():
    """All forms: open ones first, then those begun, then closed ones."""
    order = (F("retired_at").desc(nulls_first=True), F("published_at").desc(nulls_last=True), "name")
    return CaptureForm.objects.order_by(*order)
