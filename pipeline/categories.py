"""How firmly a deal counts: its own category, else its stage's, else what the stage's probability says."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf

from pipeline.models import Category

FIRM, LIKELY = 75, 45  # percent: a stage without a category of its own commits from here, is best case from here

BY_ODDS = Case(
    When(stage__probability__gte=FIRM, then=Value(Category.COMMIT.value)),
    When(stage__probability__gte=LIKELY, then=Value(Category.BEST.value)),
    default=Value(Category.PIPELINE.value),
)
CATEGORY = Coalesce(NullIf(F("category"), Value("")), NullIf(F("stage__category"), Value("")), BY_ODDS)


def category_sql(own, stage, odds):
    """The same as SQL, of a deal's own category, its stage's and the stage's probability."""
    return f"""coalesce(nullif({own}, ''), nullif({stage}, ''),
        CASE WHEN {odds} >= {FIRM} THEN 'commit' WHEN {odds} >= {LIKELY} THEN 'best' ELSE 'pipeline' END)"""
