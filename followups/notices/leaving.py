"""Which browser a person sits at, so that signing out there ends what it is told; no session need have lasted."""

from django.conf import settings

from accounts.leaving import on_leaving
from followups.models import PushSubscription
from followups.notices.pushing import forget_browser

COOKIE, SALT = "push_browser", "followups.push_browser"
A_YEAR = 365 * 24 * 3600


def know_again(response, subscription):
    """Let the browser that gets this response carry the name under which it is told."""
    ways = {"max_age": A_YEAR, "httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_signed_cookie(COOKIE, str(subscription.pk), salt=SALT, **ways)
    return response


@on_leaving
def tell_this_browser_no_more(request):
    """Whoever sits here next reads nothing that was said to somebody else."""
    pk = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=A_YEAR)
    for subscription in PushSubscription.objects.filter(pk=pk or None):
        forget_browser(subscription)
