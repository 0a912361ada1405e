"""No company stands above itself, however parents are written: one by one, by a merge, or for thousands at once."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from leads.queries_records import ids_above

ABOVE_THEMSELVES = """
WITH RECURSIVE above(start, id) AS (
    SELECT id, parent_id FROM leads_company WHERE id = ANY(%s) AND parent_id IS NOT NULL
    UNION SELECT start, one.parent_id FROM leads_company one JOIN above ON one.id = above.id
        WHERE one.parent_id IS NOT NULL)
SELECT company.name FROM above JOIN leads_company company ON company.id = start WHERE above.id = start ORDER BY start
"""


def hold_parents():
    """Whoever writes parents waits for the others that do, before any row is locked, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.company.parent'))")


def refuse_circle(company, parent):
    """Refuse, before it is written, a parent that stands below the company already; raises ValidationError."""
    hold_parents()
    if company.pk in {parent.pk, *ids_above(parent)}:
        names = {"parent": parent.name, "company": company.name}
        raise ValidationError({"parent": _("%(parent)s belongs to %(company)s, so it cannot be above it.") % names})


def refuse_circles(ids):
    """Refuse what was just written under `hold_parents` if one of these companies came above itself by it."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE_THEMSELVES, [list(ids)])
        if found := cursor.fetchone():
            said = _("%(name)s would stand above itself by this. Choose another parent company first.")
            raise ValidationError(said % {"name": found[0]})
