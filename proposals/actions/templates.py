"""Writing what proposals begin with. Admins do."""

from django.db import transaction
from django.db.models.functions import Now

from proposals.models import Logo, ProposalTemplate, TemplateSection
from timeline.log import record

FACTS = ("name", "language", "size", "accent", "logo", "house", "address", "terms", "valid_days")


@transaction.atomic
def add_template(*, by, sections, **facts):
    """Add a template with its sections, [{"kind", "heading", "text"}] in their order."""
    template = ProposalTemplate.objects.create(**facts)
    write_sections(template, sections)
    record("proposal_template.added", template, by=by, details={"name": template.name})
    return template


@transaction.atomic
def edit_template(template, *, by, sections, **facts):
    """Let a template say this; proposals made from it before stay as they are."""
    template = ProposalTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
    changes = {
        name: [str(getattr(template, name)), str(facts[name])] for name in facts if differs(template, name, facts)
    }
    for name in facts:
        setattr(template, name, facts[name])
    template.revision += 1
    template.save(update_fields=[*facts, "revision"])
    template.sections.all().delete()
    write_sections(template, sections)
    record("proposal_template.edited", template, by=by, changes=changes, details={"name": template.name})
    return template


def differs(template, name, facts):
    return getattr(template, name) != facts[name]


def write_sections(template, sections):
    TemplateSection.objects.bulk_create(
        TemplateSection(template=template, position=place, **{key: row[key] for key in ("kind", "heading", "text")})
        for place, row in enumerate(sections)
    )


@transaction.atomic
def retire_template(template, *, by):
    """Offer a template no more; proposals made from it stay."""
    if ProposalTemplate.objects.standing().filter(pk=template.pk).update(retired_at=Now()):
        record("proposal_template.retired", template, by=by, details={"name": template.name})


@transaction.atomic
def return_template(template, *, by):
    """Offer a retired template again."""
    if ProposalTemplate.objects.filter(pk=template.pk, retired_at__isnull=False).update(retired_at=None):
        record("proposal_template.returned", template, by=by, details={"name": template.name})


def keep_logo(picture):
    """A checked picture as a Logo; the same picture is kept once."""
    facts = {name: picture[name] for name in ("content", "content_type", "width", "height")}
    return Logo.objects.get_or_create(sha256=picture["sha256"], defaults=facts)[0]
