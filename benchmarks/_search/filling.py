"""A house of many records in five languages, written by SQL: names of some hundred thousand different words, few of
them common and most of them rare, owned by people of ten teams."""

from django.db import connection

SHARES = {"company": 15, "contact": 20, "lead": 25, "deal": 20, "note": 20}  # of a hundred records
TEAMS, REPS, LONE_RECORDS = 10, 100, 20
SOUNDS = {
    "latin": "ka ri nor mel to vas ben lu dra fi sko han ber gul pe ost wei mar lin du tra zo che quin yar bo sel mir",
    "persian": "کا ری نو مه تا بر سا دل فر شا نی گل پا یا زر جو خو رو سی هم",
    "chinese": " ".join("北京上海广东廣國国华華物流运運输輸冷链鏈科技明德新安平龙龍金山江河天宇海洋食品药"),
}
COMMON = {
    "en": "fleet cold chain telemetry rollout logistics pilot renewal tracking trucks sensors audit fuel depot",
    "ms": "armada penghantaran sejuk penjejakan syarikat logistik gudang lori perkhidmatan pembaharuan",
    "fa": "ناوگان ردیابی سردخانه حمل و نقل شرکت قرارداد سوخت انبار تمدید",
    "zh": "冷链运输 物流公司 车队管理 燃油审计 仓库 合同续签",
    "zt": "冷鏈運輸 物流公司 車隊管理 燃油審計 倉庫 合約續簽",
}
# Each call gives other words: two common ones of a language and one that is made of sounds, so that most are rare.
SAYS = """
CREATE FUNCTION pg_temp.made(n bigint) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    sounds text[] := CASE n %% 5 WHEN 2 THEN %(persian)s::text[] WHEN 3 THEN %(chinese)s::text[]
        WHEN 4 THEN %(chinese)s::text[] ELSE %(latin)s::text[] END;
    said text := '';
BEGIN
    FOR _i IN 1 .. 3 LOOP said := said || sounds[1 + floor(power(random(), 1.3) * cardinality(sounds))::int]; END LOOP;
    RETURN CASE WHEN n %% 5 < 2 THEN initcap(said) ELSE said END;
END $$;
CREATE FUNCTION pg_temp.common(n bigint) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    words text[] := CASE n %% 5 WHEN 0 THEN %(en)s::text[] WHEN 1 THEN %(ms)s::text[] WHEN 2 THEN %(fa)s::text[]
        WHEN 3 THEN %(zh)s::text[] ELSE %(zt)s::text[] END;
BEGIN
    RETURN words[1 + floor(power(random(), 2) * cardinality(words))::int];
END $$;
CREATE FUNCTION pg_temp.owner(n bigint, owners bigint[], lone bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN n <= %(few)s THEN lone ELSE owners[1 + floor(power(random(), 1.5) * cardinality(owners))::int] END
$$;
"""
FILL = """
INSERT INTO leads_company (name, domain, industry, size, country, city, owner_id, custom, is_sample)
SELECT pg_temp.made(n) || ' ' || pg_temp.common(n), lower(pg_temp.made(n * 5)) || '.example', '', '', '',
    initcap(pg_temp.made(n * 5)), CASE WHEN random() < .8 THEN pg_temp.owner(n, %(owners)s::bigint[], %(lone)s) END,
    '{}', false
FROM generate_series(1, %(company)s) n;
INSERT INTO leads_contact (name, email, phone, phone_key, job_title, decides, company_id, owner_id, custom, is_sample)
SELECT pg_temp.made(n) || ' ' || pg_temp.made(n), lower(pg_temp.made(n * 5)) || n || '@mail.example', '',
    '+49' || (1000000000 + floor(random() * 8e9))::bigint, pg_temp.common(n), false,
    (SELECT min(id) FROM leads_company) + n %% %(company)s,
    CASE WHEN random() < .9 THEN pg_temp.owner(n, %(owners)s::bigint[], %(lone)s) END, '{}', false
FROM generate_series(1, %(contact)s) n;
INSERT INTO leads_qualification (budget, authority, need, timeline, budget_evidence, authority_evidence,
    need_evidence, timeline_evidence) SELECT 0, 0, 0, 0, '', '', '', '' FROM generate_series(1, %(lead)s + %(deal)s);
INSERT INTO leads_lead (name, email, phone, phone_key, job_title, decides, company_name, industry, size, country,
    source, channel, notes, score, status, status_reason, version, is_sample, owner_id, qualification_id, custom)
SELECT pg_temp.made(n) || ' ' || pg_temp.made(n), lower(pg_temp.made(n * 5)) || n || '@post.example', '',
    '+60' || (100000000 + floor(random() * 8e8))::bigint, '', false, pg_temp.made(n) || ' ' || pg_temp.common(n), '',
    '', '', '', '', '', 0, CASE WHEN random() < .5 THEN 'working' ELSE 'disqualified' END, '', 1, false,
    pg_temp.owner(n, %(owners)s::bigint[], %(lone)s), (SELECT min(id) FROM leads_qualification) + n - 1, '{}'
FROM generate_series(1, %(lead)s) n;
INSERT INTO pipeline_deal (pipeline_id, stage_id, rank, title, company_id, contact_id, owner_id, amount, currency,
    base_amount, source, product, expected_close, status, opened_at, entered_stage_at, closed_at, lost_note,
    qualification_id, stage_version, version, is_sample, proposal, parked_reason, skips, steps_back, pushes, touched_at,
    custom)
SELECT %(pipeline)s, %(stage)s, 'h' || lpad(n::text, 9, '0') || 'V',
    pg_temp.common(n) || ' ' || pg_temp.common(n) || ' ' || pg_temp.made(n),
    (SELECT min(id) FROM leads_company) + n %% %(company)s, (SELECT min(id) FROM leads_contact) + n %% %(contact)s,
    pg_temp.owner(n, %(owners)s::bigint[], %(lone)s), 1000, 'EUR', 1000, '', '', current_date,
    CASE WHEN random() < .4 THEN 'open' ELSE 'won' END, now(), now(), NULL, '',
    (SELECT min(id) FROM leads_qualification) + %(lead)s + n - 1, 1, 1, false, '', '', 0, 0, 0, now(), '{}'
FROM generate_series(1, %(deal)s) n;
INSERT INTO timeline_event (verb, subject, about, changes, details, team_path)
SELECT 'deal.noted', 'deal:' || deal, ARRAY['deal:' || deal], '{}', jsonb_build_object('text', said), ''
FROM (SELECT (SELECT min(id) FROM pipeline_deal) + n %% %(deal)s AS deal,
          (SELECT string_agg(CASE WHEN w < 8 THEN pg_temp.common(n) ELSE pg_temp.made(n) END, ' ')
           FROM generate_series(1, 10 + n * 0) w) AS said
      FROM generate_series(1, %(note)s) n) AS notes;
"""
TABLES = {"company": "leads_company", "contact": "leads_contact", "lead": "leads_lead", "deal": "pipeline_deal"}
TABLES |= {"note": "timeline_event"}


def fill(size):
    """Write so many records, index them, and let PostgreSQL look at it all; returns who asks, by what they are."""
    from accounts.search.upkeep import rebuild, recount

    people = make_people()
    counts = {kind: size * share // 100 for kind, share in SHARES.items()}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        known = facts(people)
        words = {name: said.split() for name, said in (SOUNDS | COMMON).items()}
        cursor.execute(SAYS, words | {"few": LONE_RECORDS // 4})
        at_rest(cursor, "DISABLE")
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, counts | known)
        at_rest(cursor, "ENABLE")
        cursor.execute("VACUUM ANALYZE")
    rebuild()
    recount()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return people


def at_rest(cursor, how):
    """What triggers keep is written once, at the end."""
    for table in TABLES.values():
        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def make_people():
    """An admin; a manager who sees a tenth; a rep of a team who sees it, too; a rep who is alone with few records."""
    from accounts.models import Role, Team, User, Workspace

    Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR", time_zone="Europe/Berlin")
    *teams, lonely = [Team.objects.create(name=f"Team {number}") for number in range(TEAMS + 1)]
    for team in (*teams, lonely):
        Team.objects.filter(pk=team.pk).update(path=f"{team.pk}.")
    for number in range(REPS):
        User.objects.create(email=f"rep{number}@bench.example", name=f"Rep {number}", team=teams[number % TEAMS])
    return {
        "admin": User.objects.create(email="ada@bench.example", name="Ada", role=Role.ADMIN),
        "manager": User.objects.create(email="mona@bench.example", name="Mona", role=Role.MANAGER, team=teams[0]),
        "lone rep": User.objects.create(email="lone@bench.example", name="Lone", team=lonely),
    }


def facts(people):
    from accounts.models import Role, User
    from pipeline.actions.setup import set_up_pipeline
    from pipeline.models import Pipeline

    pipeline = Pipeline.objects.first() or set_up_pipeline()
    owners = User.objects.filter(role=Role.REP).exclude(pk=people["lone rep"].pk).values_list("pk", flat=True)
    return {
        "pipeline": pipeline.pk,
        "stage": pipeline.stages.first().pk,
        "owners": list(owners),
        "lone": people["lone rep"].pk,
    }
