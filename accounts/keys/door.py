"""The door of programs: who comes with a key is let in or refused, with an error a program can read."""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.keys.actions import find_key
from accounts.rights import may
from kit.pace import within
from kit.senders import address_hash

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, UNPROCESSABLE, TOO_MANY = 401, 403, 404, 405, 422, 429
WRONG_KEYS = 30  # wrong keys a minute from one address


@dataclass(frozen=True)
class Door:
    """What is behind it: the scope a key needs, the verb its owner needs if any, and how often a minute it opens."""

    name: str
    scope: str
    closed: str
    limit: int
    too_often: str
    verb: str = ""


def for_programs(*methods):
    """Make a view a door of programs: no session and no cookie, these methods only, answers in one language."""

    def with_door(view):
        @never_cache
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answer(request, *args, **kwargs):
            with override("en"):
                return view(request, *args, **kwargs) if request.method in methods else wrong_method(request, methods)

        return answer

    return with_door


def wrong_method(request, methods):
    words = _("%(method)s does nothing here. Use %(methods)s.")
    words %= {"method": request.method, "methods": ", ".join(methods)}
    answer = refuse(NOT_ALLOWED, "method_not_allowed", words)
    answer["Allow"] = ", ".join(methods)
    return answer


def key_for(request, door):
    """The key a request came with, or the refusal of it."""
    scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
    key = find_key(words.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        return None, unknown(request)
    if door.scope not in key.scopes or (door.verb and not may(key.owner, door.verb)):
        return None, refuse(FORBIDDEN, "forbidden", door.closed)
    if not within(f"{door.name}:{key.pk}", door.limit):
        return None, too_many(door.too_often % {"limit": door.limit})
    return key, None


def unknown(request):
    """No key, or a wrong one; who tries many is told to wait."""
    if not within(f"wrong-key:{address_hash(request)}", WRONG_KEYS):
        return too_many(_("Too many wrong keys from your address."))
    answer = refuse(UNAUTHORIZED, "unauthorized", _("Send a valid key in the header “Authorization: Bearer …”."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def too_many(words):
    answer = refuse(TOO_MANY, "too_many", words)
    answer["Retry-After"] = "60"
    return answer


def refuse(status, code, words, **more):
    return JsonResponse({"error": {"code": code, "message": words} | more}, status=status)
