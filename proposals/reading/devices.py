"""Which browser looks: a mark of its own in a cookie, and whether it is a person's at all."""

import hashlib
import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from leads.capture.addresses import address_hash

COOKIE, YEAR = "offer-device", 365 * 24 * 3600
SALT = "proposals.device"
MARK = re.compile(r"[A-Za-z0-9_-]{22}")
MACHINES = re.compile(
    r"bot|crawl|spider|preview|scan|fetch|monitor|headless|python|curl|wget|java/|go-http|okhttp|libwww|facebookexternal"
    r"|slack|whatsapp|telegram|discord|skypeuri|barracuda|proofpoint|mimecast|symantec|safelinks|microsoft office"
    r"|ms-office|outlook-|googleimageproxy|yahoomail|validator|lighthouse",
    re.I,
)
PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
PROGRAMS += (("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
THINGS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
THINGS += (("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))


def device_of(request, link):
    """The mark of this browser as the database keeps it; without a cookie it is known by what it says."""
    said = request.COOKIES.get(COOKIE, "")
    if MARK.fullmatch(said):
        return hashlib.sha256(said.encode()).hexdigest()
    seen = f"{link.pk}:{address_hash(request)}:{agent_of(request)}"
    return salted_hmac(SALT, seen, algorithm="sha256").hexdigest()


def mark(request, response):
    """Give a browser its mark, which only pages of proposals get to see."""
    if not MARK.fullmatch(request.COOKIES.get(COOKIE, "")):
        keep(response, COOKIE, secrets.token_urlsafe(16), YEAR)
    return response


def keep(response, name, value, seconds):
    """A cookie for the pages of proposals alone."""
    secure = settings.BASE_URL.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, path="/p/", secure=secure, httponly=True, samesite="Lax")


def is_person(request):
    """Whether somebody outside the house looks: no colleague, no program that opens links for others."""
    if request.user.is_authenticated or request.method == "HEAD":
        return False
    said = " ".join(request.headers.get(name, "") for name in ("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose"))
    agent = agent_of(request)
    return (
        "prefetch" not in said.lower() and "preview" not in said.lower() and bool(agent) and not MACHINES.search(agent)
    )


def agent_of(request):
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")[:400]


def agent_words(agent):
    """“Safari, iPhone”, as far as a browser says so."""
    names = [next((name for sign, name in kinds if sign in agent), "") for kinds in (PROGRAMS, THINGS)]
    return ", ".join(filter(None, names))
