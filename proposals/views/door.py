"""The door to the pages of a buyer: the token opens it, the same 404 stands behind every other one."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.csp import CSP
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leads.capture.addresses import address_hash
from leads.capture.counting import within
from proposals.links.codes import is_let_in
from proposals.links.tokens import find_link
from proposals.reading.devices import device_of, mark

LOOKS_A_MINUTE = 90
LANGUAGE = "in"
PASS = "offer-pass"  # noqa: S105 - the name of a cookie
POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


@dataclass(frozen=True)
class Visitor:
    """Who stands before the page: with which token and link, in which browser, reading which language."""

    token: str
    link: Any
    device: str
    language: str
    is_colleague: bool

    @property
    def version(self):
        return self.link.version


def door(*methods, needs_code=True):
    """A page behind a token, for everybody who has it. The token is all the proof there is, so no cookie is asked for.

    Nothing of it is kept by browsers or named to other pages; whoever tries out many is told to wait.
    """

    def open_to(view):
        @wraps(view)
        def opened(request, token):
            if not within(f"offer:{address_hash(request)}", LOOKS_A_MINUTE):
                return guarded(slow(request))
            return guarded(answered(request, token, view, needs_code))

        return csrf_exempt(login_not_required(require_http_methods(methods)(opened)))

    return open_to


def answered(request, token, view, needs_code):
    link, said = find_link(token), language_said(request)
    if link is None:
        with translation.override(said or translation.get_language()):
            return gone(request)
    language = said or link.version.language
    with translation.override(language):
        is_colleague = request.user.is_authenticated and not settings.SAMPLE_MODE
        visitor = Visitor(token, link, device_of(request, link), language, is_colleague)
        if needs_code and not is_let_in(link, visitor.device, request.COOKIES.get(PASS)):
            return mark(request, led_to("proposals:offer-code", request, token))
        return view(request, visitor)


def led_to(name, request, token):
    """The way to another page behind the same token, in the language that was asked for."""
    said = language_said(request)
    return redirect(reverse(name, args=[token]) + (f"?{LANGUAGE}={said}" if said else ""))


def gone(request):
    """What everybody finds who has no link that opens: expired, taken back, altered, or never given."""
    return render(request, "proposals/public/gone.html", status=404)


def slow(request):
    """What somebody finds who asked very often within a minute."""
    response = render(request, "proposals/public/slow.html", status=429)
    response["Retry-After"] = "60"
    return response


def language_said(request):
    """The language asked for in the address, one of ours or none."""
    said = request.GET.get(LANGUAGE) or request.POST.get(LANGUAGE)
    return said if said in dict(settings.LANGUAGES) else ""


def guarded(response):
    """Kept by nobody, found by no search engine, named to no other page, and nothing from elsewhere on it."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response._csp_config = POLICY
    return response
