"""Why something was not done, in one sentence: the database refused, or it was gone."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

UNIQUE, DEADLOCK = "23505", "40P01"


def gone_meanwhile(count):
    """A sentence for what is not there any more since it was chosen."""
    return ngettext(
        "Somebody threw it away meanwhile, or gave it to another team.",
        "Somebody threw them away meanwhile, or gave them to another team.",
        count,
    )


def taken_meanwhile(error):
    """A sentence for what somebody else took or changed in the meantime."""
    told = error.__cause__
    if getattr(told, "sqlstate", "") == UNIQUE:
        fields = fields_of(told.diag.table_name, told.diag.constraint_name)
        words = _("It cannot come back: something else has the same %(fields)s by now. Change that first.")
        return words % {"fields": ", ".join(fields)} if fields else words % {"fields": _("value")}
    return _("Somebody changed something it hangs on just now: try again.")


def is_deadlock(error):
    """Whether two waited for each other, and the database let the other one go first."""
    return getattr(error and error.__cause__, "sqlstate", "") == DEADLOCK


def fields_of(table, constraint):
    """What a unique constraint compares, in people's words."""
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    constraints = model._meta.constraints if model else ()
    names = next((names_in(one) for one in constraints if one.name == constraint), ())
    return [str(model._meta.get_field(name).verbose_name) for name in names if is_told(model, name)]


def names_in(constraint):
    """The fields a constraint is of, also where it compares what is made of them, such as a name in small letters."""
    made = [part.name for one in constraint.expressions for part in one.flatten() if isinstance(part, models.F)]
    return constraint.fields or made


def is_told(model, name):
    return not isinstance(model._meta.get_field(name), models.ForeignKey)
