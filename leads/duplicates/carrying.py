"""What leads to a record, on whatever floor, is carried over when it is merged, and carried back by an undo."""

from django.apps import apps
from django.db.models import UniqueConstraint

from accounts.models import StoredFile
from timeline.models import subject_key

# What tells of the record itself and stays with it.
LEFT = {"leads.leadlabelstay.lead", "pipeline.conversion.lead"}
FILES = "accounts.storedfile.record"  # files know their record by its name in the log


def uses_of(model):
    """The relations that lead to records of a model, in a fixed order: every one there is, but for what is LEFT."""
    relations = [relation.field for relation in model._meta.get_fields(include_hidden=True) if leads_here(relation)]
    kept = [field for field in relations if field.name != "merged_into" and key_of(field) not in LEFT]
    return sorted(kept, key=key_of)


def leads_here(relation):
    is_foreign_key = relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    return is_foreign_key and not relation.related_model._meta.auto_created


def key_of(field):
    return f"{field.model._meta.label_lower}.{field.name}"


def carry_over(kept, gone):
    """Let everything that leads to `gone` lead to `kept`; returns [{"use": …, "ids": […]}] of what was carried."""
    steps = [{"use": key_of(field), "ids": carry(field, kept, gone)} for field in uses_of(type(kept))]
    steps.append({"use": FILES, "ids": carry_files(kept, gone)})
    return [step for step in steps if step["ids"]]


def carry(field, kept, gone):
    """Carry the rows of one relation, locked in the order everybody takes them; what `kept` has already stays."""
    leading = field.model._base_manager.filter(**{field.name: gone}).exclude(pk__in=itself(field, kept))
    rows = list(leading.order_by("pk").select_for_update(no_key=True, of=("self",)))
    ids = [row.pk for row in rows if not has_already(field, kept, row)]
    field.model._base_manager.filter(pk__in=ids).update(**{field.name: kept})
    return ids


def itself(field, kept):
    return [kept.pk] if isinstance(kept, field.model) else []


def has_already(field, kept, row):
    """Whether a rule of the database allows only one such row, and `kept` has it."""
    for others in alone_with(field):
        beside = {name: getattr(row, name) for name in others}
        if field.model._base_manager.filter(**{field.name: kept}, **beside).exists():
            return True
    return False


def alone_with(field):
    """The fields together with which a relation is unique, for each rule."""
    options = field.model._meta
    rules = [rule.fields for rule in options.constraints if isinstance(rule, UniqueConstraint)]
    rules += [*options.unique_together, *([(field.name,)] if field.unique else [])]
    return [[name for name in rule if name != field.name] for rule in rules if field.name in rule]


def carry_files(kept, gone):
    """Carry the files of a record, also those that were removed and may be brought back."""
    files = StoredFile.objects.filter(record=subject_key(gone))
    ids = list(files.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=ids).update(record=subject_key(kept))
    return ids


def carry_back(step, kept, gone):
    """Give back what was carried, unless somebody chose something else for it since."""
    if step["use"] == FILES:
        kept, gone = subject_key(kept), subject_key(gone)
    label, _dot, name = step["use"].rpartition(".")
    model = apps.get_model(label)
    back = model._base_manager.filter(pk__in=step["ids"], **{name: kept})
    list(back.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))
    back.update(**{name: gone})
