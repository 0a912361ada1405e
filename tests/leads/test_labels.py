import re

import pytest

from accounts.lists.actions import add_entry, edit_entry, merge_entries
from accounts.lists.kept import registry
from accounts.lists.reverting import revert_surgery
from accounts.models import SavedView
from leads.actions import create_lead
from leads.models import Label, LabelSet, Lead
from pipeline.actions import edit_deal
from pipeline.models import Deal
from timeline.live.publish import newest_event
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/labels/"
LISTS = "/settings/lists/labels/"


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
    for address in (f"sets/{hot.set_id}/new/", f"{hot.pk}/", "sets/new/", f"sets/{hot.set_id}/"):
        assert person.post(PAGE + address).status_code == 403
    for part in ("place", "retire", "return", "merge"):
        assert person.post(f"{LISTS}{hot.pk}/{part}/").status_code == 403
    assert names() == ["Hot", "Warm", "Cold"]


@pytest.mark.parametrize("part", ["place", "retire", "return"])
def test_looking_at_a_write_is_refused(as_user, cast, labels, part):
    assert as_user(cast.ada).get(f"{LISTS}{labels['Hot'].pk}/{part}/").status_code == 405


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
    admin.post(f"{LISTS}{labels['Cold'].pk}/place/", {"step": "up"})
    assert names() == ["Hot", "Cold", "Warm"]
    admin.post(f"{LISTS}{labels['Hot'].pk}/place/", {"step": "down"})
    assert names() == ["Cold", "Hot", "Warm"]


def test_a_retired_label_stays_where_it_is_carried_and_comes_back(as_user, cast, board, labels, make_deal):
    deal = make_deal(cast.alice, board.demo, label=labels["Hot"])
    admin = as_user(cast.ada)
    admin.post(f"{LISTS}{labels['Hot'].pk}/retire/")
    deal.refresh_from_db()
    assert (names(), deal.label) == (["Warm", "Cold"], labels["Hot"])
    admin.post(f"{LISTS}{labels['Hot'].pk}/return/")
    assert names() == ["Warm", "Cold", "Hot"]


@pytest.fixture
def industry(cast, board):
    """A second set: Fish and Fruit."""
    industry = add_entry(registry["label-sets"], name="Industry", by=cast.ada)
    for name in ("Fish", "Fruit"):
        add_entry(registry["labels"], set=industry, name=name, hue=155, icon="tag", by=cast.ada)
    return industry


def test_a_new_set_asks_for_its_first_label(as_user, cast, labels):
    answer = as_user(cast.ada).post(f"{PAGE}sets/new/", {"name": "Deal size"}, follow=True)
    assert [one.name for one in LabelSet.objects.all()] == ["Heat", "Deal size"]
    assert "New label in Deal size" in answer.text


def test_a_set_is_renamed_and_a_taken_name_comes_back(as_user, cast, labels, industry):
    ada, page = as_user(cast.ada), f"{PAGE}sets/{industry.pk}/"
    assert ada.post(page, {"name": "heat"}).status_code == 422
    ada.post(page, {"name": "Branch"})
    assert LabelSet.objects.get(pk=industry.pk).name == "Branch"


def test_sets_change_places(as_user, cast, labels, industry):
    as_user(cast.ada).post(f"/settings/lists/label-sets/{industry.pk}/place/", {"step": "up"})
    assert [one.name for one in LabelSet.objects.all()] == ["Industry", "Heat"]


def test_a_retired_set_takes_its_labels_along_and_brings_them_back(as_user, cast, labels, industry):
    ada = as_user(cast.ada)
    ada.post(f"/settings/lists/labels/{Label.objects.get(name='Fruit').pk}/retire/")
    ada.post(f"/settings/lists/label-sets/{industry.pk}/retire/")
    assert names() == ["Hot", "Warm", "Cold"]
    assert "The set Industry" in ada.get(PAGE).text
    ada.post(f"/settings/lists/label-sets/{industry.pk}/return/")
    assert names() == ["Hot", "Warm", "Cold", "Fish"]


def test_sets_cannot_be_merged(as_user, cast, labels, industry):
    assert as_user(cast.ada).get(f"/settings/lists/label-sets/{industry.pk}/merge/").status_code == 404


def test_forms_and_filters_choose_set_by_set(as_user, cast, carried, industry):
    alice = as_user(cast.alice)
    assert '<optgroup label="Industry">' in alice.get("/leads/new/").text
    assert '<optgroup label="Industry">' in alice.get("/deals/new/").text
    assert alice.get("/deals/filter/?sheet=label").text.count('<p class="eyebrow">Industry</p>') == 1
    assert alice.get("/leads/filter/?sheet=label").text.count('<p class="eyebrow">Heat</p>') == 1


def test_one_set_needs_no_name(as_user, cast, labels):
    assert "<optgroup" not in as_user(cast.alice).get("/leads/new/").text.partition('name="label"')[2][:400]


@pytest.fixture
def carried(cast, board, labels, make_deal):
    """Two deals and a lead that are warm, a deal that is hot, and a view of each."""
    for title, name in (("A", "Warm"), ("B", "Warm"), ("C", "Hot")):
        make_deal(cast.alice, board.demo, title, label=labels[name])
    create_lead(by=cast.alice, owner=cast.alice, name="Kari", label=labels["Warm"])
    warm, hot = labels["Warm"].pk, labels["Hot"].pk
    SavedView.objects.create(owner=cast.alice, name="Lukewarm", query=f"stale=1&label={warm}&label={hot}")
    SavedView.objects.create(owner=cast.bob, name="Glowing", query=f"label={hot}1")
    return labels


def labels_of_deals():
    return dict(Deal.objects.order_by("title").values_list("title", "label__name"))


def test_a_merge_says_first_what_it_touches(as_user, cast, carried):
    page = as_user(cast.ada).get(f"{LISTS}{carried['Warm'].pk}/merge/").text
    assert [words in page for words in ("<b>2 deals</b>", "<b>1 lead</b>", "<b>1 saved view</b>")] == [True] * 3
    assert "You can revert it for 30 days" in page


def test_a_merge_carries_over_everything_and_tells_it_once(as_user, cast, carried):
    warm, hot = carried["Warm"], carried["Hot"]
    as_user(cast.ada).post(f"{LISTS}{warm.pk}/merge/", {"into": hot.pk})
    assert labels_of_deals() == {"A": "Hot", "B": "Hot", "C": "Hot"}
    assert (Lead.objects.get().label, names()) == (hot, ["Hot", "Cold"])
    assert SavedView.objects.get(name="Lukewarm").query == f"stale=1&label={hot.pk}"
    event = Event.objects.get(verb="label.merged")
    assert (event.details["name"], event.details["into"]) == ("Warm", "Hot")
    assert event.details["counts"] == {"leads.lead.label": 1, "pipeline.deal.label": 2}


def test_a_merge_is_reverted_with_one_click(as_user, cast, carried):
    surgery = merge_entries(carried["Warm"], into=carried["Hot"], by=cast.ada)
    answer = as_user(cast.ada).post(f"/settings/lists/changes/{surgery.pk}/revert/", follow=True)
    assert "Reverted" in answer.text
    assert labels_of_deals() == {"A": "Warm", "B": "Warm", "C": "Hot"}
    assert names() == ["Hot", "Warm", "Cold"]
    warm, hot = carried["Warm"].pk, carried["Hot"].pk
    assert SavedView.objects.get(name="Lukewarm").query == f"stale=1&label={warm}&label={hot}"


def test_what_was_relabelled_since_the_merge_stays(cast, board, carried):
    surgery = merge_entries(carried["Warm"], into=carried["Hot"], by=cast.ada)
    Deal.objects.filter(title="A").update(label=carried["Cold"])
    SavedView.objects.filter(name="Lukewarm").update(query="stale=1")
    revert_surgery(surgery, by=cast.ada)
    assert labels_of_deals() == {"A": "Cold", "B": "Warm", "C": "Hot"}
    assert SavedView.objects.get(name="Lukewarm").query == "stale=1"


def test_the_old_name_stays_true_on_a_timeline(as_user, cast, board, carried, make_deal):
    deal = make_deal(cast.alice, board.demo, "D")
    edit_deal(deal, by=cast.alice, label=carried["Warm"])
    merge_entries(carried["Warm"], into=carried["Hot"], by=cast.ada)
    assert "Label: none to Warm." in as_user(cast.alice).get(f"/deals/{deal.pk}/").text


def test_a_filter_still_knows_a_retired_label_somebody_carries(as_user, cast, carried):
    as_user(cast.ada).post(f"{LISTS}{carried['Warm'].pk}/retire/")
    assert as_user(cast.alice).get(f"/leads/?label={carried['Warm'].pk}").status_code == 200


def test_a_merge_into_nothing_or_itself_comes_back(as_user, cast, labels):
    ada, page = as_user(cast.ada), f"{LISTS}{labels['Hot'].pk}/merge/"
    assert ada.post(page).status_code == 422
    assert ada.post(page, {"into": labels["Hot"].pk}).status_code == 422
    assert names() == ["Hot", "Warm", "Cold"]


@pytest.mark.parametrize(
    "shape",
    [
        lambda hot, warm, ada: edit_entry(hot, hue=285, by=ada),
        lambda hot, warm, ada: merge_entries(hot, into=warm, by=ada),
        lambda hot, warm, ada: revert_surgery(merge_entries(hot, into=warm, by=ada), by=ada),
    ],
)
def test_open_boards_draw_their_cards_anew(cast, board, labels, shape, django_capture_on_commit_callbacks):
    before = newest_event(board.pipeline.pk)
    with django_capture_on_commit_callbacks(execute=True):
        shape(labels["Hot"], labels["Warm"], cast.ada)
    assert newest_event(board.pipeline.pk) != before
