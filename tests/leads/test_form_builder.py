"""An admin begins a form, shapes it, looks at it, publishes it and closes it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from leads.capture.builder_forms import BuilderForm
from leads.models import CaptureForm
from tests.leads.forms import make_form
from timeline.models import Event


@pytest.fixture
def form(cast):
    return make_form(cast.ada, published_at=None)


def url(form, name="form"):
    return reverse(f"leads:{name}", args=[form.pk])


def typed(client, form, **more):
    """What the builder's page would send as it stands, with something changed."""
    html = client.get(url(form)).content.decode()
    page = html[html.index('id="builder"') : html.index('class="insp preview"')]
    data = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or ('type="checkbox"' in tag and "checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        data[name[1]] = unescape(value[1]) if value else "on" if "checkbox" in tag else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?(.*?)</textarea>', page, re.S):
        data[name] = unescape(text).strip()
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data | more


def save(client, form, **more):
    return client.post(url(form), typed(client, form, **more))


def asked(form):
    return list(form.fields.values_list("fact", flat=True))


def test_a_form_begins_with_two_questions_and_nobody_finds_it(as_user, cast):
    client = as_user(cast.ada)
    answer = client.post(reverse("leads:form-new"), {"name": "Fleet guide", "language": "en"})
    form = CaptureForm.objects.get()
    assert (answer.status_code, answer.url) == (302, url(form))
    assert (asked(form), form.published_at, len(form.key)) == (["name", "email"], None, 22)
    assert client.get(f"/f/{form.key}/").status_code == 404


def test_one_press_saves_all_and_says_what_changed(as_user, cast, form):
    question = form.fields.get(fact="company_name")
    embedded = "https://tamar.example\nhttps://Shop.example:8443/"
    answer = save(
        as_user(cast.ada), form, title="Get the guide", embedded_on=embedded,
        **{f"q{question.pk}-label": "Your firm", f"q{question.pk}-is_required": "on"},
    )  # fmt: skip
    form.refresh_from_db()
    question.refresh_from_db()
    assert answer.status_code == 302
    assert (form.title, form.embedded_on) == ("Get the guide", ["https://tamar.example", "https://shop.example:8443"])
    assert (question.label, question.is_required) == ("Your firm", True)
    event = Event.objects.get()
    assert (event.verb, event.changes["company_name.label"]) == ("form.edited", ["Company", "Your firm"])


def test_questions_are_added_moved_and_dropped_with_what_was_typed_kept(as_user, cast, form):
    client, company = as_user(cast.ada), form.fields.get(fact="company_name")
    save(client, form, act="add", fact="phone", title="Kept too")
    save(client, form, act=f"up:{company.pk}")
    assert asked(form) == ["name", "company_name", "email", "phone"]
    save(client, form, act=f"drop:{company.pk}")
    assert asked(form) == ["name", "email", "phone"]
    form.refresh_from_db()
    assert form.title == "Kept too"


def test_publishing_and_closing(as_user, cast, form):
    client = as_user(cast.ada)
    save(client, form, act="publish")
    assert client.get(f"/f/{form.key}/").status_code == 200
    assert f"/f/{form.key}/" in client.get(url(form)).content.decode()
    save(client, form, act="close")
    assert client.get(f"/f/{form.key}/").status_code == 410
    save(client, form, act="publish")
    assert client.get(f"/f/{form.key}/").status_code == 200


def test_a_form_nobody_could_be_answered_by_is_not_published(as_user, cast, form):
    form.fields.filter(fact="email").delete()
    answer = save(as_user(cast.ada), form, act="publish", title="Kept on the page")
    assert answer.status_code == 422
    assert "Ask for an e-mail or a phone" in answer.content.decode()
    assert 'value="Kept on the page"' in answer.content.decode()
    form.refresh_from_db()
    assert (form.published_at, form.title) == (None, "")


@pytest.mark.parametrize(
    ("typed_in", "said"),
    [
        ({"embedded_on": "https://a.example; script-src *"}, "is no origin"),
        ({"embedded_on": "*"}, "is no origin"),
        ({"embedded_on": "https://a.example/page"}, "is no origin"),
        ({"redirect_url": "javascript:alert(1)"}, "valid URL"),
        ({"asks_twice": "on"}, "A mail needs a subject and a text."),
        ({"reply_subject": "Thank you"}, "A mail needs a subject and a text."),
        ({"hourly_limit": "0"}, "At least one, or close the form."),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(as_user, cast, form, typed_in, said):
    answer = save(as_user(cast.ada), form, **typed_in)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Event.objects.count() == 0


def test_the_preview_shows_what_is_typed_and_keeps_nothing(as_user, cast, form):
    client, question = as_user(cast.ada), form.fields.get(fact="name")
    data = typed(client, form, title="Look", **{f"q{question.pk}-label": "Who are you?"})
    html = client.post(url(form, "form-preview"), data).content.decode()
    assert "Look" in html
    assert "Who are you?" in html
    form.refresh_from_db()
    assert (form.title, Event.objects.count()) == ("", 0)


def test_only_admins_build(as_user, cast, form):
    for person in (cast.alice, cast.mona, cast.gus):
        assert as_user(person).get(url(form)).status_code == 403
        assert as_user(person).post(url(form), {}).status_code == 403


def test_the_list_costs_the_same_for_many_forms(as_user, cast, form, django_assert_num_queries):
    client = as_user(cast.ada)
    client.get(reverse("leads:forms"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("leads:forms"))
    for number in range(5):
        make_form(cast.ada, key=f"{number}" * 20, name=f"Form {number}")
    with django_assert_num_queries(len(few)):
        client.get(reverse("leads:forms"))


@pytest.mark.parametrize(("name", "most"), [("hourly_limit", 10_000), ("least_seconds", 600)])
def test_numbers_have_an_end(cast, name, most):
    form = make_form(cast.ada)
    for number, is_wrong in ((most, False), (most + 1, True), ("9" * 30, True)):
        assert (name in BuilderForm(form, {name: number}).errors) == is_wrong
