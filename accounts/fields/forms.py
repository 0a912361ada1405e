"""The custom fields of a record in its form."""

from accounts.fields.kinds import form_field, typed
from accounts.fields.known import fields_of


class WithCustomInputs:
    """Mix into a form: `add_custom_fields` gives it one field per custom field, by the name of its fact."""

    customs = ()

    def add_custom_fields(self, kind, *, reader, record=None, only=None):
        """All fields in use of a kind of record, or `only` these facts, with what the record has."""
        self.customs = [field for field in fields_of(kind) if only is None or field.fact in only]
        for field in self.customs:
            value = field.value_in(record) if record else None
            self.fields[field.fact] = form_field(field, reader=reader, value=value)
            self.initial.setdefault(field.fact, typed(field, value))

    @property
    def custom_inputs(self):
        """The inputs in their order, for the template."""
        return [self[field.fact] for field in self.customs if field.fact in self.fields]
