"""The database holds a rule: `assert refused_by(write, …) == "name_of_the_constraint"`."""

from django.db import IntegrityError, transaction


def refused_by(write, *args, **kwargs):
    """The name of the constraint that refuses what is written; “” if nothing does."""
    try:
        with transaction.atomic():
            write(*args, **kwargs)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""
