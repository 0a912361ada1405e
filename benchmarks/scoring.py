"""How long it takes until all leads bear the score that changed rules give them, and until a night has faded them.

    ./script/bench scoring [--leads 100000] [--json]

100,000 leads with three deeds each in the log, twelve rules (eight for what they are, four for what they did, which
fade), two thresholds that label and promote: scored for the first time; again after one rule gave other points; again
where nothing changed; faded ten days later.
"""

import time

from benchmarks._head import run
from benchmarks.duplicates import house

INDUSTRIES = ["Logistics", "Dairy", "Ports", "Cold chain", "Buses", "Mining", "Retail", "Farming"]
SIZES = ["", "1-9", "10-49", "50-249", "250-999", "1000+"]
SHEETS = """
INSERT INTO leads_qualification (id, budget, authority, need, timeline, budget_evidence, authority_evidence,
    need_evidence, timeline_evidence)
SELECT n, n % 3, n % 2, (n / 7) % 3, 0, '', '', '', '' FROM generate_series(1, {leads}) n
"""
LEADS = """
INSERT INTO leads_lead (id, name, email, phone, phone_key, job_title, decides, company_name, industry, size, country,
    source, channel, notes, score, status, status_reason, version, is_sample, owner_id, qualification_id, custom)
SELECT n, 'Lead ' || n, 'lead' || n || '@house' || n / 4 || '.example', '', '',
    (ARRAY['Head of operations', 'Fleet manager', 'Buyer', 'Owner'])[1 + n %% 4], n %% 3 = 0, 'House ' || n / 4,
    (%s::text[])[1 + n %% 8], (%s::text[])[1 + n %% 6], (ARRAY['Germany', 'Kenya', 'Iran', 'Malaysia', ''])[1 + n %% 5],
    (ARRAY['Fair', 'Web', 'Referral'])[1 + n %% 3], '', '', 0, 'new', '', 1, false, {owner}, n,
    CASE WHEN n %% 2 = 0 THEN jsonb_build_object('fleet', (n %% 400)::text) ELSE '{{}}' END
FROM generate_series(1, {leads}) n
"""
DEEDS = """
INSERT INTO timeline_event (verb, subject, about, happened_at, changes, details, team_path)
SELECT (ARRAY['lead.answered', 'lead.email', 'lead.call', 'lead.meeting', 'lead.edited'])[1 + (n + deed * 2) % 5],
    'lead:' || n, ARRAY['lead:' || n], now() - make_interval(days => (n + deed * 11) % 90), '{{}}', '{{}}', ''
FROM generate_series(1, {leads}) n, generate_series(1, 3) deed
"""
FIT = [
    ("Dairy and cold chain", 30, "industry", "one_of", ["Dairy", "Cold chain"]),
    ("More than 50 people", 20, "size", "at_least", "50-249"),
    ("Within reach", 10, "country", "one_of", ["Germany", "Malaysia"]),
    ("Runs operations", 14, "job_title", "contains", "operations"),
    ("Decides", 10, "decides", "is", True),
    ("Came by referral", 12, "source", "is", "Referral"),
    ("Needs it", 16, "qualification.need", "at_least", 1),
    ("A fleet of 200", 25, "custom.fleet", "at_least", "200"),
]
DID = [("lead.answered", 20, 2), ("lead.email", 6, 3), ("lead.call", 8, 2), ("lead.meeting", 15, 1)]


def measure(options):
    leads, by = options.leads, house()
    write(leads, by)
    rules = agree(by)
    figures = {"leads": leads, "scored for the first time, s": timed(score_all)}
    change(rules[0], by, points=35)
    figures["one rule gives other points, s"] = timed(score_all)
    change(rules[0], by, name="Dairy, cold chain")
    figures["nothing gives other points, s"] = timed(score_all)
    ten_days_later()
    return figures | {"faded, s": timed(fade_all)} | found()


def write(leads, by):
    from django.db import connection

    from accounts.fields.actions import add_field

    add_field(by=by, record="lead", name="Fleet", kind="number")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(SHEETS.format(leads=leads))
        cursor.execute(LEADS.format(leads=leads, owner=by.pk), [INDUSTRIES, SIZES])
        cursor.execute(DEEDS.format(leads=leads))
        for table in ("leads_lead", "leads_qualification", "leads_fingerprint", "timeline_event"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("RESET statement_timeout")


def agree(by):
    """Write the rules and thresholds down."""
    from leads.models import Label, LabelSet
    from leads.scoring.actions import add_rule, set_thresholds

    heat = LabelSet.objects.create(name="Heat")
    hot, warm = (Label.objects.create(set=heat, name=name, hue=40) for name in ("Hot", "Warm"))
    marks = [{"at_least": 70, "label": hot, "promotes": True}, {"at_least": 40, "label": warm, "promotes": False}]
    set_thresholds(marks, by=by)
    rules = [
        add_rule(by=by, name=name, points=points, conditions=[{"fact": fact, "is": test, "value": value}])
        for name, points, fact, test, value in FIT
    ]
    facts = {"kind": "deed", "half_life": 30}
    return rules + [
        add_rule(by=by, name=verb, points=points, signal=verb, most_times=times, **facts) for verb, points, times in DID
    ]


def change(rule, by, **facts):
    from leads.scoring.actions import FACTS, edit_rule

    edit_rule(rule, by=by, **{name: getattr(rule, name) for name in FACTS} | facts)


def timed(act):
    began = time.perf_counter()
    act()
    return round(time.perf_counter() - began, 1)


def score_all():
    from leads.scoring.catching_up import score_those_behind

    score_those_behind(seconds=3600)


def fade_all():
    from leads.scoring.catching_up import fade_all

    fade_all()


def ten_days_later():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("UPDATE leads_scorereason SET earned_at = earned_at - interval '10 days'")
        cursor.execute("VACUUM ANALYZE leads_scorereason")
        cursor.execute("RESET statement_timeout")


def found():
    from leads.models import Lead, ScoreReason
    from timeline.models import Event

    return {
        "reasons": ScoreReason.objects.count(),
        "labelled": Lead.objects.filter(label__isnull=False).count(),
        "promoted": Lead.objects.filter(promoted_at__isnull=False).count(),
        "events": Event.objects.filter(verb__in=["lead.labelled", "lead.promoted"]).count(),
    }


if __name__ == "__main__":
    run(__doc__, {"leads": (100_000, "how many there are")}, measure)
