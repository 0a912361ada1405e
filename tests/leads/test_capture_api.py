"""Leads handed in by programs: by a key, once for each Idempotency-Key, with errors a program can read."""

import json

import pytest
from django.utils import timezone

from accounts.keys.actions import make_key, revoke_key
from accounts.models import ApiKey, CustomField
from leads.models import Lead, Submission
from timeline.models import Event

URL = "/api/capture/"
KARI = {"name": "Kari Solheim", "email": "kari@fjord.example", "company_name": "Fjord"}


@pytest.fixture
def key(cast):
    made, words = make_key(name="Website", owner=cast.ada, scopes=["leads.capture"], expires_at=None, by=cast.ada)
    made.words = words
    return made


def post(client, key, data=None, **headers):
    body = data if isinstance(data, str | bytes) else json.dumps(KARI if data is None else data)
    if key:
        headers["Authorization"] = f"Bearer {getattr(key, 'words', key)}"
    return client.post(URL, body, content_type="application/json", headers=headers)


def test_a_lead_is_handed_in(client, key):
    answer = post(
        client, key, KARI | {"origin": {"utm_source": "partner", "page": "https://p.example"}, "consent": "Call me"}
    )
    lead = Lead.objects.get()
    taken = str(Submission.objects.get().operation)
    assert (answer.status_code, answer.json()) == (201, {"taken": taken, "repeated": False})
    assert (lead.name, lead.source, lead.first_arrival.page) == ("Kari Solheim", "partner", "https://p.example")
    assert (Submission.objects.get().api_key, Submission.objects.get().consent_text) == (key, "Call me")
    assert Event.objects.filter(verb="lead.captured").get().details["form"] == "Website"


def test_the_same_idempotency_key_is_taken_once(client, key):
    answers = [post(client, key, **{"Idempotency-Key": "order-7"}) for _again in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert {answer.json()["taken"] for answer in answers} == {str(Submission.objects.get().operation)}
    assert [answer.json()["repeated"] for answer in answers] == [False, True, True]
    other = post(client, key, KARI | {"name": "Per"}, **{"Idempotency-Key": "order-7"})
    assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")


def test_nobody_learns_from_the_answer_who_is_known(client, key):
    """Asked about the same person twice, then about another one: nothing in the answers goes together."""
    answers = [post(client, key, KARI | facts) for facts in ({}, {}, {"name": "Per", "email": "per@bygg.example"})]
    assert Lead.objects.count() == 2
    assert [(answer.status_code, sorted(answer.json()), answer.json()["repeated"]) for answer in answers] == [
        (201, ["repeated", "taken"], False)
    ] * 3
    assert len({answer.json()["taken"] for answer in answers}) == 3
    assert not any({"Location", "ETag"} & set(answer.headers) for answer in answers)


@pytest.mark.parametrize("words", ["", "kariz_wrong", "\ud800"])
def test_a_wrong_key_is_refused(client, key, words):
    answer = post(client, words.encode("utf-8", "replace").decode())
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["error"]["code"] == "unauthorized"
    assert Lead.objects.count() == 0


def test_a_key_that_was_revoked_or_is_over_or_whose_owner_left(client, cast, key):
    past = timezone.now() - timezone.timedelta(days=1)
    _made, over = make_key(name="Old", owner=cast.ada, scopes=["leads.capture"], expires_at=past, by=cast.ada)
    assert post(client, over).status_code == 401
    cast.ada.is_active = False
    cast.ada.save()
    assert post(client, key).status_code == 401
    cast.ada.is_active = True
    cast.ada.save()
    assert post(client, key).status_code == 201
    revoke_key(key, by=cast.ada)
    assert post(client, key).status_code == 401


def test_a_key_of_somebody_who_may_not_add_leads(client, cast):
    _made, words = make_key(name="Guest’s", owner=cast.gus, scopes=["leads.capture"], expires_at=None, by=cast.ada)
    answer = post(client, words)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("{not json", ""),
        ("[1]", ""),
        (b"\xff\xfe", ""),
        ("[" * 100_000, ""),
        ({}, ""),
        ({"email": "kari(at)fjord"}, "email"),
        ({"name": "K" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ('{"name": "\\ud800"}', "name"),
        ({"name": {"first": "Kari"}}, "name"),
        ({"name": ["Kari"]}, "name"),
        ({"name": "Kari", "owner": 1}, "owner"),
        ({"name": "Kari", "custom": {"unknown": 1}}, "custom.unknown"),
        ({"name": "Kari", "custom": 5}, "custom"),
        ({"name": "Kari", "origin": {"utm_source": 5}}, "origin"),
        ('{"name": "Kari", "origin": {"utm_source": "\\ud800"}}', "origin"),
        ('{"name": "Kari", "origin": {"page": "\\ud800"}}', "origin"),
        ({"name": "Kari", "size": "9 or so"}, "size"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_taken(client, key, data, field):
    answer = post(client, key, data)
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert Lead.objects.count() == 0


def test_custom_fields_are_kept_in_their_form(client, key):
    for name, kind in (("fleet", "number"), ("worth", "money"), ("start", "date"), ("cold", "yes_no")):
        CustomField.objects.create(
            record="lead", key=name, name=name, kind=kind, currency="EUR" if kind == "money" else ""
        )
    custom = {"fleet": 40.50, "worth": "12.5", "start": "2027-01-02", "cold": True}
    assert post(client, key, KARI | {"custom": custom}).status_code == 201
    assert Lead.objects.get().custom == {"fleet": "40.5", "worth": "12.50", "start": "2027-01-02", "cold": True}


@pytest.fixture
def customs(db):
    """A field of each kind that is not plain text."""
    kinds = {"fleet": "number", "worth": "money", "start": "date", "cold": "yes_no", "boss": "person", "site": "link"}
    for name, kind in (kinds | {"kind": "choice", "fuels": "choices"}).items():
        money = {"currency": "EUR"} if kind == "money" else {}
        field = CustomField.objects.create(record="lead", key=name, name=name.title(), kind=kind, **money)
        if "choice" in kind:
            made = [field.options.create(name=said, position=place) for place, said in enumerate(["Diesel", "Power"])]
            field.pks = [option.pk for option in made]
    return field.pks


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"fleet": 12.345}, {"fleet": "12.345"}),
        ({"fleet": "1,200.50"}, {"fleet": "1200.5"}),
        ({"worth": "€ 1,200"}, {"worth": "1200.00"}),
        ({"start": "2.1.2027"}, {"start": "2027-01-02"}),
        ({"cold": False}, {"cold": False}),
        ({"cold": "no"}, {"cold": False}),
        ({"fleet": None, "fuels": [], "site": ""}, {}),
    ],
)
def test_values_are_read_as_everywhere(client, key, customs, said, kept):
    assert post(client, key, KARI | {"custom": said}).status_code == 201
    assert Lead.objects.get().custom == kept


def test_options_and_people_by_name_or_id(client, cast, key, customs):
    for number, fuels in enumerate((customs, ["Diesel", "power"], "Power; Diesel")):
        named = {"fuels": fuels, "boss": "alice@tamar.example", "kind": "diesel"}
        assert post(client, key, {"name": f"Kari {number} Solheim", "custom": named}).status_code == 201
    sheet = {"fuels": customs, "boss": cast.alice.pk, "kind": CustomField.objects.get(key="kind").options.first().pk}
    assert [lead.custom for lead in Lead.objects.all()] == [sheet, sheet, sheet]
    told = Event.objects.filter(verb="lead.captured").first().details["answers"]
    assert told[1:] == [["Fuels", "Diesel, Power"], ["Boss", "Alice Archer"], ["Kind", "Diesel"]]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("fleet", "many"), ("fleet", float("nan")), ("fleet", [1]), ("fleet", True), ("worth", "12 USD"),
        ("start", 20270102), ("cold", 5), ("kind", 999), ("kind", "Gas"), ("kind", ["Diesel"]),
        ("fuels", [1, "Diesel"]), ("fuels", [[1]]), ("fuels", ["a\x00"]),
        ("fuels", -1), ("fuels", 1.5), ("fuels", True),
        ("boss", "nobody@x.example"), ("site", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_named(client, key, customs, field, said):
    answer = post(client, key, KARI | {"custom": {field: said}})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, [f"custom.{field}"])


def test_too_many(client, key, monkeypatch):
    monkeypatch.setattr("leads.capture.views.api.KEY_LIMIT", 2)
    assert [post(client, key).status_code for _again in range(3)] == [201, 201, 429]
    monkeypatch.setattr("accounts.keys.door.WRONG_KEYS", 2)
    assert [post(client, "wrong").status_code for _again in range(3)] == [401, 401, 429]


def test_only_posts(client, key):
    assert client.get(URL).status_code == 405


def test_only_the_hash_of_a_key_is_kept(cast, key):
    row = str(ApiKey.objects.values().get()) + str(list(Event.objects.values()))
    assert key.words not in row
    assert key.words.startswith(key.prefix)
