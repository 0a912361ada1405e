import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from proposals.actions.sending import finish_sending
from proposals.drawing import draw_waiting
from proposals.links.actions import give_link
from proposals.models import Drawing, Link, Version

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"
PAPER = b"%PDF-1.7 a paper"


def sent(draft, by, content=PAPER):
    """The version as if the worker had drawn this paper and sent it."""
    Version.objects.filter(pk=draft.pk).update(state="sending")
    drawing = Drawing.objects.create(version=draft, asked_by=by)
    finish_sending(drawing, content, 4)
    drawing.delete()
    return Version.objects.select_related("proposal__deal__owner__team").get(pk=draft.pk)


@pytest.fixture
def version(draft, cast):
    return sent(draft, cast.alice)


@pytest.fixture
def offer(version, deal, cast):
    """Kari's link to Alice's proposal: `url`, `token`, `link`, `version`."""
    address = give_link(version, deal.contact, by=cast.alice)
    path = address.removeprefix("http://127.0.0.1:8000")
    link = Link.objects.order_by("-pk").first()
    return SimpleNamespace(url=path, token=path.split("/")[2], link=link, version=version, deal=deal)


@pytest.fixture
def buyer():
    return browser()


def browser(agent=PHONE):
    """A browser nobody is signed in with."""
    return Client(headers={"User-Agent": agent})


def beat(client, offer, **sections):
    """The word of the script that somebody reads."""
    client.get(offer.url)
    body = {"sections": sections}
    return client.post(f"{offer.url}seen/", body, content_type="application/json")


SIGNED = {"name": "Kari Solheim", "title": "Chief operating officer", "typed": "Kari Solheim", "may_sign": "on"}
SIGNED |= {"zone": "Europe/Oslo", "in": "en"}


def confirmed(client, offer, **more):
    """What the second step would send, as its page holds it."""
    page = client.post(f"{offer.url}sign/", SIGNED | more).content.decode()
    found = re.search(r'name="signing" value="([0-9a-f]{64})"', page)
    return SIGNED | more | {"signing": found[1] if found else ""}


def accept(client, offer, **more):
    """Both steps of an acceptance."""
    return client.post(f"{offer.url}accept/", confirmed(client, offer, **more))


def words(response):
    """What a page says, without its tags."""
    return " ".join(strip_tags(response.content.decode().replace("</d", " </d").replace("<s", " <s")).split())


def draw():
    """Let the worker draw what waits."""
    return draw_waiting()


@pytest.fixture
def at_work():
    """It is ten o'clock on the next Monday."""
    with time_machine.travel(monday(), tick=False):
        yield


def monday():
    now = timezone.now()
    return (now + timedelta(days=7 - now.weekday())).replace(hour=10, minute=0, second=0, microsecond=0)
