"""The company a deal is with, by the name somebody typed."""

from leads.actions.records import create_company
from leads.models import Company


def company_named(name, *, by):
    """The company of that name this user may see, else a new one; None for an empty name."""
    if not name:
        return None
    known = Company.objects.visible_to(by).filter(name__iexact=name).order_by("pk").first()
    return known or create_company(by=by, name=name, owner=by)
