"""How many of the leads written down twice are found, how many pairs are wrong, and how long a new lead waits for it.

    ./script/bench duplicates [--leads 1000000] [--asked 1000] [--json]

10,000 leads of 23 languages, 8 in a hundred of them written down twice (typing errors, swapped names, other digits) and
5 in a hundred with a colleague of the same surname on the same phone, looked at as an import does; then questions for
new leads among a million, the records a reader sees included.
"""

import random
import statistics
import time
from collections import Counter
from itertools import islice

from benchmarks._duplicates.people import People
from benchmarks._duplicates.twins import can_be_told, colleague_of, twin_of
from benchmarks._head import run

LEADS, SHARE, STRANGERS, BUNCH = 10_000, 0.08, 0.05, 50_000
COLUMNS = "name, email, phone, phone_key, job_title, decides, company_name, industry, size, country, source, channel,"
COLUMNS += " notes, score, status, status_reason, version, is_sample, owner_id, qualification_id"
NUMBERS = {
    "leads": (1_000_000, "among how many the new lead is looked for"),
    "asked": (1_000, "how many new leads are looked for"),
}


def measure(options):
    owner = house()
    few, many = People(seed=5, companies=LEADS // 4), People(seed=7, companies=max(options.leads // 4, 1))
    return planted(few, owner) | waiting(many, owner, options)


def house():
    from accounts.models import Role, User, Workspace

    Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR", time_zone="Europe/Berlin")
    return User.objects.create_user("ada@tamar.example", name="Ada Abel", role=Role.ADMIN)


def planted(people, owner):
    """What is found of the twins among 10,000 leads, and what else is taken for twins."""
    from leads.duplicates.pairs import find_pairs
    from leads.models import LikelyPair

    dice = random.Random(11)
    originals = list(islice(people, LEADS - int(LEADS * (SHARE + STRANGERS))))
    originals += [colleague_of(one, people) for one in dice.sample(originals, int(LEADS * STRANGERS))]
    chosen = dice.sample([place for place, one in enumerate(originals) if can_be_told(one)], int(LEADS * SHARE))
    twins = [twin_of(originals[place], dice) for place in chosen]
    first = write([*originals, *(twin for _way, twin in twins)], owner)
    true = {
        tuple(sorted((f"lead:{first + place}", f"lead:{first + len(originals) + number}"))): way
        for number, (place, (way, _twin)) in enumerate(zip(chosen, twins, strict=True))
    }
    began = time.perf_counter()
    find_pairs(f"lead:{first + number}" for number in range(LEADS))
    took = time.perf_counter() - began
    found = set(LikelyPair.objects.values_list("one", "other"))
    missed = Counter(true[pair] for pair in true.keys() - found)
    return {
        "leads": LEADS,
        "written twice": len(true),
        "found, %": round(100 * len(found & true.keys()) / len(true), 2),
        "wrong among what was found, %": round(100 * len(found - true.keys()) / max(len(found), 1), 2),
        "missed": dict(missed),
        "looking at all of them, s": round(took, 1),
    }


def waiting(people, owner, options):
    """How long the question for a new lead takes among so many, and how many of the twins it finds."""
    from django.db import connection

    from leads.duplicates.finding import likes_of
    from leads.duplicates.marks import marks_of_person

    dice, kept = random.Random(13), []
    began = time.perf_counter()
    for start in range(LEADS, options.leads, BUNCH):
        rows = list(islice(people, min(BUNCH, options.leads - start)))
        first = write(rows, owner)
        kept += [(first + place, rows[place]) for place in range(0, len(rows), 7) if can_be_told(rows[place])]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE leads_fingerprint")
        cursor.execute("VACUUM ANALYZE leads_lead")
    written, times, hits = time.perf_counter() - began, [], 0
    for pk, person in dice.sample(kept, min(options.asked, len(kept))):
        _way, twin = twin_of(person, dice)
        began = time.perf_counter()
        likes = likes_of(marks_of_person(**twin), owner)
        times.append(1000 * (time.perf_counter() - began))
        hits += pk in [like.record.pk for like in likes]
    cuts = statistics.quantiles(times, n=100)
    return {
        "leads in all": options.leads,
        "writing them, s": round(written, 1),
        "new leads asked for": len(times),
        "of those found, %": round(100 * hits / len(times), 1),
        "a new lead waits, ms (mean)": round(statistics.mean(times), 1),
        "a new lead waits, ms (p50)": round(cuts[49], 1),
        "a new lead waits, ms (p95)": round(cuts[94], 1),
        "a new lead waits, ms (p99)": round(cuts[98], 1),
    }


def write(people, owner):
    """Write leads as an import does; returns the id of the first."""
    from django.db import connection

    from leads.phones import phone_key

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "INSERT INTO leads_qualification (budget, authority, need, timeline, budget_evidence, authority_evidence,"
            " need_evidence, timeline_evidence) SELECT 0, 0, 0, 0, '', '', '', '' FROM generate_series(1, %s)"
            " RETURNING id",
            [len(people)],
        )
        sheets = [pk for (pk,) in cursor.fetchall()]
        with cursor.copy(f"COPY leads_lead ({COLUMNS}) FROM STDIN") as copy:
            for person, sheet in zip(people, sheets, strict=True):
                copy.write_row(row_of(person, phone_key(person["phone"], "DE"), owner.pk, sheet))
        cursor.execute("SELECT max(id) FROM leads_lead")
        last = cursor.fetchone()[0]
        cursor.execute("ANALYZE leads_fingerprint")
        cursor.execute("RESET statement_timeout")
    return last - len(people) + 1


def row_of(person, key, owner, sheet):
    who = (person["name"], person["email"], person["phone"], key, "Head of operations", False, person["company"])
    return (*who, "Logistics", "", "", "Fair", "", "180 trucks", 0, "new", "", 1, False, owner, sheet)


if __name__ == "__main__":
    run(__doc__, NUMBERS, measure)
