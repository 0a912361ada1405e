"""A gate can ask for any field an admin added to deals."""

from django.utils.translation import gettext as _

from accounts.fields.facts import is_custom
from accounts.fields.kinds import form_field
from accounts.fields.known import PREFIX, fields_of
from pipeline.actions.editing import write_facts
from pipeline.gates.registry import Kind


class CustomKind(Kind):
    """Met when the field is filled in; one that was retired asks for nothing."""

    prefix = "custom"
    place = 8

    def choices(self, stage):
        return [(self.key(field.key), field.name) for field in fields_of("deal")]

    def names(self, topics):
        return {field.key: field.name for field in fields_of("deal") if field.key in topics}

    def is_met(self, deal, topic):
        return topic in deal.custom

    def fields(self, deal, topic, name, user):
        (field,) = [field for field in fields_of("deal") if field.key == topic]
        asked = form_field(field, reader=user, value=field.value_in(deal))
        asked.required = True
        asked.error_messages["required"] = _("Fill in “%(name)s”.") % {"name": field.name}
        return {f"{PREFIX}{topic}": asked}

    def owns(self, field):
        return is_custom(field)

    def answer(self, deal, values, *, by):
        write_facts(deal, values, by=by)
