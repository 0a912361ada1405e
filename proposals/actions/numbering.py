"""Numbers of proposals: one after the other in each year, whoever draws them at the same time."""

from django.db import connection
from django.utils import timezone

NEXT = """
INSERT INTO proposals_numberrange AS drawn (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = drawn.last + 1 RETURNING last
"""


def draw_number():
    """The next number of this year, “P-2026-118”; it is given once this transaction has committed, else not at all."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year])
        return f"P-{year}-{cursor.fetchone()[0]:03}"
