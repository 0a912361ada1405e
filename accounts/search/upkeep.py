"""What keeps the search true and quick: entries made anew, and how often each word is used."""

from itertools import batched

from django.db import connection, transaction

from accounts.models import SearchEntry
from accounts.search.kinds import kinds

AT_ONCE = 2_000
MANY_WORDS = 300  # of as many with one beginning it is kept what they come to; fewer are read while somebody waits
AGAIN = "SELECT kariz_again_{kind}(%s)"
# Places among a kind (“#deal3”) are nobody's words; owners (“@7”) are counted, and kinds (“~deal”) beside them.
RECOUNT = """
SELECT pg_advisory_xact_lock(hashtext('accounts.search.recount'));
DROP TABLE IF EXISTS pg_temp.counted;
CREATE TEMP TABLE counted ON COMMIT DROP AS
    SELECT word, ndoc::bigint AS uses FROM ts_stat('SELECT words FROM accounts_searchentry')
    WHERE word !~ '^(#|[0-9]+$)'
    UNION ALL SELECT '~' || kind, count(*) FROM accounts_searchentry GROUP BY kind;
CREATE INDEX ON counted (word);
ANALYZE counted;
DELETE FROM accounts_searchword word WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = word.word)
    OR EXISTS (SELECT FROM accounts_searchword twin WHERE twin.word = word.word AND twin.id < word.id);
UPDATE accounts_searchword word SET uses = counted.uses FROM counted
    WHERE counted.word = word.word AND abs(counted.uses - word.uses) > word.uses / 10;
INSERT INTO accounts_searchword (word, uses) SELECT word, uses FROM counted
    WHERE NOT EXISTS (SELECT FROM accounts_searchword WHERE word = counted.word);
DELETE FROM accounts_searchbeginning;
INSERT INTO accounts_searchbeginning (beginning, uses, words)
SELECT beginning, uses, ARRAY(
    SELECT word FROM counted WHERE word >= beginning AND word < beginning || U&'\\+10FFFF' ORDER BY uses DESC LIMIT 10)
FROM (
    SELECT left(word, size) AS beginning, sum(uses) AS uses FROM counted, generate_series(1, 8) AS size
    WHERE length(word) >= size AND word !~ '^[@~]' GROUP BY 1 HAVING count(*) > %(many)s) AS many
"""


def rebuild(say=lambda kind, count: None):
    """Make every entry anew, some thousand at a time, while people work; `say` hears of each kind that is done."""
    for kind in kinds():
        ids = sorted({*kind.ids(), *SearchEntry.objects.filter(kind=kind.key).values_list("record_id", flat=True)})
        for some in batched(ids, AT_ONCE, strict=False):
            again(kind, list(some))
        say(kind, len(ids))


def again(kind, ids):
    with connection.cursor() as cursor:
        cursor.execute(AGAIN.format(kind=kind.key), [ids])


def recount():
    """Count how often each word is used and each owner owns; what nobody uses any more is forgotten."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(RECOUNT, {"many": MANY_WORDS})
