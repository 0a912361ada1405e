"""How heavy a request may be: refused by its length, before a byte of it is read or kept."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

TOO_LARGE = 413


def middleware(get_response):
    def weigh(request):
        if length_of(request) > settings.LARGEST_REQUEST:
            words = _("This is more than Kariz takes at once.")
            return HttpResponse(words, status=TOO_LARGE, content_type="text/plain")
        return get_response(request)

    return weigh


def length_of(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and len(length) < 19 else 0
