"""Keeping letter templates: each change is one event."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.models import LetterTemplate, Signature
from timeline.log import record


def add_template(*, by, **facts):
    """Keep a new template; ValidationError when one of its name is there."""
    template = LetterTemplate(**facts)
    return written(template, "template.added", by=by)


def change_template(template, *, by, **facts):
    """Change what a template says or whose it is."""
    changes = {name: value for name, value in facts.items() if getattr(template, name) != value}
    for name, value in changes.items():
        setattr(template, name, value)
    return written(template, "template.changed", by=by, details={"fields": sorted(changes)}) if changes else template


@transaction.atomic
def written(template, verb, *, by, details=None):
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as taken:
        raise ValidationError({"name": _("There is a template of that name already. Choose another one.")}) from taken
    record(verb, template, by=by, owner=template.owner, details={"name": template.name} | (details or {}))
    return template


@transaction.atomic
def retire_template(template, *, by):
    """Offer it no more; letters that were written by it stay, and sequences that use it go on."""
    if LetterTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=timezone.now()):
        record("template.retired", template, by=by, owner=template.owner, details={"name": template.name})


@transaction.atomic
def bring_back_template(template, *, by):
    if LetterTemplate.objects.filter(pk=template.pk).exclude(retired_at=None).update(retired_at=None):
        record("template.returned", template, by=by, owner=template.owner, details={"name": template.name})


@transaction.atomic
def change_signature(*, phone, text, by):
    """What stands under a person's letters, and the phone they tell in them."""
    signature, _is_new = Signature.objects.update_or_create(user=by, defaults={"phone": phone, "text": text})
    record("signature.changed", signature, by=by, owner=by)
    return signature
