"""What the entries have in traditional signs is read in simplified ones; some thousand at a time, while people work."""

from django.db import migrations

from kit.folding import HAN

WORDS = """
UPDATE accounts_searchword SET word = kariz_simplified(word) WHERE word ~ %s AND kariz_simplified(word) <> word
"""
ENTRIES = """
UPDATE accounts_searchentry SET words = kariz_simplified(words::text)::tsvector
WHERE id BETWEEN %s AND %s AND words::text ~ %s AND kariz_simplified(words::text) <> words::text
"""
AT_ONCE = 5_000


def simplify(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WORDS, [f"[{HAN}]"])
        cursor.execute("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM accounts_searchentry")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, AT_ONCE):
            cursor.execute(ENTRIES, [start, start + AT_ONCE - 1, f"[{HAN}]"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0012_search_beginnings")]
    operations = [migrations.RunPython(simplify, migrations.RunPython.noop)]
