"""Where a code is asked for, only the mailbox of the buyer opens the page: short-lived, few tries, one browser."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import F

from kit.sealing import opened, place_of_mail
from proposals.links.actions import give_link
from proposals.models import Code
from tests.proposals.buyer.conftest import DESK, browser, words
from timeline.models import Outgoing

pytestmark = pytest.mark.django_db
PLACE = place_of_mail(["kari@nordkyst.example"])


@pytest.fixture
def guarded(version, deal, cast):
    address = give_link(version, deal.contact, by=cast.alice, asks_code=True)
    return SimpleNamespace(url=address.removeprefix("http://127.0.0.1:8000"))


def code_in_mail():
    text = Outgoing.objects.filter(key__startswith="offer-code").latest("pk").payload["text"]
    return opened(text, PLACE).partition(": ")[2][:6]


def test_nothing_opens_without_the_code(guarded, buyer):
    for page in ("", "paper/", "certificate/", "ask/", "decline/"):
        answered = buyer.get(guarded.url + page)
        assert (answered.status_code, answered["Location"]) == (302, f"{guarded.url}code/")
    assert buyer.post(f"{guarded.url}accept/", {}).status_code == 302
    assert "k…@nordkyst.example" in words(buyer.get(f"{guarded.url}code/"))


def test_the_code_from_the_mail_opens_it_for_this_browser(guarded, buyer):
    buyer.get(f"{guarded.url}code/")
    assert buyer.post(f"{guarded.url}code/", {"send": "1"}).status_code == 200
    code = code_in_mail()
    assert code not in str(list(Outgoing.objects.values_list("payload", flat=True)))
    assert buyer.post(f"{guarded.url}code/", {"code": f" {code[:3]} {code[3:]}"}).status_code == 302
    assert buyer.get(guarded.url).status_code == 200
    other = browser(DESK)
    assert other.get(guarded.url).status_code == 302
    other.cookies["offer-pass"] = buyer.cookies["offer-pass"].value
    assert other.get(guarded.url).status_code == 302
    assert other.post(f"{guarded.url}code/", {"code": code}).status_code == 422


def test_the_way_to_the_code_and_back_keeps_the_language(guarded, buyer):
    answered = buyer.get(f"{guarded.url}decline/", {"in": "fa"})
    assert answered["Location"] == f"{guarded.url}code/?in=fa"
    assert 'dir="rtl"' in buyer.get(answered["Location"]).content.decode()
    buyer.post(f"{guarded.url}code/?in=fa", {"send": "1"})
    answered = buyer.post(f"{guarded.url}code/?in=fa", {"code": code_in_mail()})
    assert answered["Location"] == f"{guarded.url}?in=fa"


def test_few_tries_and_ten_minutes(guarded, buyer):
    buyer.get(f"{guarded.url}code/")
    buyer.post(f"{guarded.url}code/", {"send": "1"})
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    assert {buyer.post(f"{guarded.url}code/", {"code": wrong}).status_code for _time in range(5)} == {422}
    assert buyer.post(f"{guarded.url}code/", {"code": code}).status_code == 422
    buyer.post(f"{guarded.url}code/", {"send": "1"})
    Code.objects.update(expires_at=F("expires_at") - timedelta(minutes=10))
    assert buyer.post(f"{guarded.url}code/", {"code": code_in_mail()}).status_code == 422


def test_five_codes_an_hour(guarded, buyer):
    sent = [buyer.post(f"{guarded.url}code/", {"send": "1"}).status_code for _time in range(6)]
    assert sent == [200, 200, 200, 200, 200, 429]


def test_sellers_let_a_link_ask_for_it(offer, buyer, as_user, cast):
    address = f"/proposals/links/{offer.link.pk}/code/"
    assert as_user(cast.charlie).post(address, {"ask": "yes"}).status_code == 404
    assert as_user(cast.gus).post(address, {"ask": "yes"}).status_code == 403
    assert as_user(cast.alice).post(address, {"ask": "yes"}).status_code == 302
    assert buyer.get(offer.url).status_code == 302
    as_user(cast.alice).post(address, {"ask": "no"})
    assert buyer.get(offer.url).status_code == 200
