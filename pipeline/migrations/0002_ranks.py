"""Ranks: base-62 text that always has room between two neighbours and is never renumbered.

A rank is an integer part, whose first letter says its length (a0 … a9 … az, b00 …; below a0: Zz, Zy …), and an
optional fraction without a trailing zero. Byte order is the order of the column. `rank_between` makes one rank in a
gap, `rank_spread` many; a missing bound (NULL) means the open end.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION rank_digits() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' COLLATE "C" $$;

CREATE FUNCTION rank_integer(rank text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT left(rank, 2 + CASE WHEN ascii(rank) >= ascii('a') THEN ascii(rank) - ascii('a')
                              ELSE ascii('Z') - ascii(rank) END) $$;

CREATE FUNCTION rank_next_integer(whole text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    head text := left(whole, 1);
    tail text := substr(whole, 2);
    kept text := rtrim(tail, 'z');
BEGIN
    IF kept <> '' THEN
        RETURN head || left(kept, -1) || substr(rank_digits(), position(right(kept, 1) IN rank_digits()) + 1, 1)
            || repeat('0', length(tail) - length(kept));
    ELSIF head = 'Z' THEN RETURN 'a0';
    ELSIF head = 'z' THEN RETURN NULL;
    END IF;
    RETURN chr(ascii(head) + 1) || repeat('0', length(tail) + CASE WHEN ascii(head) >= ascii('a') THEN 1 ELSE -1 END);
END $$;

CREATE FUNCTION rank_previous_integer(whole text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    head text := left(whole, 1);
    tail text := substr(whole, 2);
    kept text := rtrim(tail, '0');
BEGIN
    IF kept <> '' THEN
        RETURN head || left(kept, -1) || substr(rank_digits(), position(right(kept, 1) IN rank_digits()) - 1, 1)
            || repeat('z', length(tail) - length(kept));
    ELSIF head = 'a' THEN RETURN 'Zz';
    ELSIF head = 'A' THEN RETURN NULL;
    END IF;
    RETURN chr(ascii(head) - 1) || repeat('z', length(tail) + CASE WHEN ascii(head) > ascii('a') THEN -1 ELSE 1 END);
END $$;

CREATE FUNCTION rank_fraction_between(low text, high text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    made text := '';
    a integer;
    b integer;
BEGIN
    LOOP
        a := CASE WHEN low = '' THEN 0 ELSE position(left(low, 1) IN rank_digits()) - 1 END;
        b := CASE WHEN high IS NULL THEN 62 ELSE position(left(high, 1) IN rank_digits()) - 1 END;
        IF b - a > 1 THEN
            RETURN made || substr(rank_digits(), (a + b + 1) / 2 + 1, 1);
        ELSIF b - a = 1 AND length(high) > 1 THEN
            RETURN made || left(high, 1);
        END IF;
        made := made || substr(rank_digits(), a + 1, 1);
        high := CASE WHEN b = a THEN substr(high, 2) END;
        low := substr(low, 2);
    END LOOP;
END $$;

CREATE FUNCTION rank_between(low text, high text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    low_whole text := rank_integer(low);
    high_whole text := rank_integer(high);
    made text;
BEGIN
    IF low COLLATE "C" >= high COLLATE "C" THEN
        RAISE EXCEPTION 'no rank fits between % and %', low, high;
    ELSIF low IS NULL AND high IS NULL THEN
        RETURN 'a0';
    ELSIF low IS NULL THEN
        IF high_whole COLLATE "C" < high COLLATE "C" THEN
            RETURN high_whole;
        END IF;
        RETURN rank_previous_integer(high_whole);
    ELSIF low_whole = high_whole THEN
        RETURN low_whole || rank_fraction_between(substr(low, length(low_whole) + 1), substr(high, length(low_whole) + 1));
    END IF;
    made := rank_next_integer(low_whole);
    IF made IS NOT NULL AND (high IS NULL OR made COLLATE "C" < high COLLATE "C") THEN
        RETURN made;
    END IF;
    RETURN low_whole || rank_fraction_between(substr(low, length(low_whole) + 1), NULL);
END $$;

CREATE FUNCTION rank_spread(low text, high text, count integer) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    made text[] := '{}';
    middle text;
BEGIN
    IF count < 1 THEN
        RETURN made;
    ELSIF high IS NULL THEN
        FOR _turn IN 1 .. count LOOP
            low := rank_between(low, NULL);
            made := made || low;
        END LOOP;
        RETURN made;
    END IF;
    middle := rank_between(low, high);
    RETURN rank_spread(low, middle, (count - 1) / 2) || middle || rank_spread(middle, high, count / 2);
END $$;
"""

DROP = """
DROP FUNCTION rank_spread(text, text, integer);
DROP FUNCTION rank_between(text, text);
DROP FUNCTION rank_fraction_between(text, text);
DROP FUNCTION rank_previous_integer(text);
DROP FUNCTION rank_next_integer(text);
DROP FUNCTION rank_integer(text);
DROP FUNCTION rank_digits();
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
