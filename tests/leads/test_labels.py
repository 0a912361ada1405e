import re

import pytest

from leads.models import Label
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/labels/"


@pytest.fixture
def labels(board):
    return {label.name: label for label in Label.objects.all()}


def names():
    return list(Label.objects.filter(retired_at=None).values_list("name", flat=True))


def test_the_page_shows_the_labels(as_user, cast, labels):
    page = as_user(cast.ada).get(PAGE).text
    assert [name in page for name in ("Hot", "Warm", "Cold")] == [True, True, True]


@pytest.mark.parametrize("who", ["alice", "mona", "gus"])
def test_only_admins_shape_labels(as_user, cast, labels, who):
    person, hot = as_user(getattr(cast, who)), labels["Hot"]
    assert person.get(PAGE).status_code == 403
    for address in (
        f"sets/{hot.set_id}/new/",
        f"{hot.pk}/",
        f"{hot.pk}/place/",
        f"{hot.pk}/retire/",
        f"{hot.pk}/return/",
    ):
        assert person.post(PAGE + address).status_code == 403
    assert names() == ["Hot", "Warm", "Cold"]


@pytest.mark.parametrize("part", ["place", "retire", "return"])
def test_looking_at_a_write_is_refused(as_user, cast, labels, part):
    assert as_user(cast.ada).get(f"{PAGE}{labels['Hot'].pk}/{part}/").status_code == 405


def test_a_new_label(as_user, cast, labels):
    sent = {"name": "Partner", "hue": 285, "icon": "handshake"}
    assert as_user(cast.ada).post(f"{PAGE}sets/{labels['Hot'].set_id}/new/", sent).status_code == 302
    label = Label.objects.get(name="Partner")
    assert (names()[-1], label.hue, label.icon) == ("Partner", 285, "handshake")


def test_a_new_label_begins_with_a_hue_of_its_own(as_user, cast, labels):
    page = as_user(cast.ada).get(f"{PAGE}sets/{labels['Hot'].set_id}/new/").text
    assert len(re.findall(r'name="hue" value="340"[^>]* checked', page)) == 1


def test_a_name_that_is_taken_comes_back(as_user, cast, labels):
    sent = {"name": "hot ", "hue": 285, "icon": "tag"}
    answer = as_user(cast.ada).post(f"{PAGE}sets/{labels['Hot'].set_id}/new/", sent)
    assert (answer.status_code, 'value="hot "' in answer.text) == (422, True)
    assert "There is a label of that name already" in answer.text


def test_renamed_and_recoloured_in_one_event(as_user, cast, labels):
    warm = labels["Warm"]
    as_user(cast.ada).post(f"{PAGE}{warm.pk}/", {"name": "Lukewarm", "hue": 60, "icon": "warm"})
    event = Event.objects.get(verb="label.edited")
    assert event.changes == {"name": ["Warm", "Lukewarm"], "hue": [88, 60]}
    assert Label.objects.get(pk=warm.pk).name == "Lukewarm"


def test_a_made_up_colour_is_refused(as_user, cast, labels):
    answer = as_user(cast.ada).post(f"{PAGE}{labels['Hot'].pk}/", {"name": "Hot", "hue": 7, "icon": "skull"})
    assert (answer.status_code, Label.objects.get(name="Hot").hue) == (422, 40)


def test_up_and_down(as_user, cast, labels):
    admin = as_user(cast.ada)
    admin.post(f"{PAGE}{labels['Cold'].pk}/place/", {"step": "up"})
    assert names() == ["Hot", "Cold", "Warm"]
    admin.post(f"{PAGE}{labels['Hot'].pk}/place/", {"step": "down"})
    assert names() == ["Cold", "Hot", "Warm"]


def test_a_retired_label_stays_where_it_is_carried_and_comes_back(as_user, cast, board, labels, make_deal):
    deal = make_deal(cast.alice, board.demo, label=labels["Hot"])
    admin = as_user(cast.ada)
    admin.post(f"{PAGE}{labels['Hot'].pk}/retire/")
    deal.refresh_from_db()
    assert (names(), deal.label) == (["Warm", "Cold"], labels["Hot"])
    admin.post(f"{PAGE}{labels['Hot'].pk}/return/")
    assert names() == ["Warm", "Cold", "Hot"]
