"""The page where an admin says what a stage plans."""

import pytest

from followups.models import LetterTemplate, Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(board):
    return f"/settings/stages/{board.demo.pk}/follow-up/"


@pytest.fixture
def facts(kinds):
    return {"is_on": "on", "kind": kinds["Email"].pk, "title": "Send the recap", "working_days": "2"}


def planned():
    """(stage, title, working days) of each rule the editor of a stage keeps."""
    given = [(rule.stage.name, rule.acts[0]["given"]) for rule in Rule.objects.filter(face="follow-up")]
    return [(stage, one["title"], one["working_days"]) for stage, one in given]


def test_it_is_chosen_and_shown(as_user, cast, page, facts):
    answer = as_user(cast.ada).post(page, facts, follow=True)
    assert planned() == [("Demo", "Send the recap", 2)]
    assert ('value="Send the recap"' in answer.text, "Saved" in answer.text) == (True, True)


def test_it_is_switched_off(as_user, cast, page, facts):
    ada = as_user(cast.ada)
    ada.post(page, facts)
    ada.post(page, {"title": "", "working_days": ""})
    assert planned() == []


def test_bad_input_comes_back(as_user, cast, page, facts):
    answer = as_user(cast.ada).post(page, facts | {"working_days": "-1", "title": ""})
    assert (answer.status_code, planned()) == (422, [])
    assert "Write whole working days, from 0 to 260." in answer.text
    assert "Say what to do, such as “Send the recap”." in answer.text
    assert 'value="-1"' in answer.text


def test_a_script_gets_just_the_part(as_user, cast, page, facts):
    answer = as_user(cast.ada).post(page, facts, headers={"HX-Request": "true"})
    assert (answer.status_code, "<html" in answer.text, "Saved" in answer.text) == (200, False, True)


def test_only_admins_choose_it(as_user, cast, page, facts):
    for person in (cast.alice, cast.mona, cast.gus):
        assert as_user(person).get(page).status_code == 403
        assert as_user(person).post(page, facts).status_code == 403
    assert as_user(cast.ada).delete(page).status_code == 405
    assert as_user(cast.ada).get("/settings/stages/999999/follow-up/").status_code == 404
    assert planned() == []


def test_a_letter_can_leave_on_entry(as_user, cast, page, facts):
    recap = LetterTemplate.objects.create(name="Recap", subject="Your demo", body="Hello")
    ada = as_user(cast.ada)
    ada.post(page, facts | {"letter": recap.pk})
    (rule,) = Rule.objects.filter(face="letter")
    assert (rule.acts, rule.stage.name) == ([{"act": "letter", "given": {"template": recap.pk}}], "Demo")
    ada.post(page, facts)
    assert (Rule.objects.filter(face="letter").count(), len(planned())) == (0, 1)
