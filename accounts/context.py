"""What the page frame around every screen needs to know."""

from functools import cache

from django.conf import settings

from accounts.queries import find_workspace, sample_people
from accounts.rights import RIGHTS, may


def shell(request):
    """Workspace, theme, and the verbs this user may do, each read only when a template asks."""
    user = getattr(request, "user", None)
    return {
        "workspace": cache(find_workspace.one),
        "theme": getattr(user, "theme", "auto"),
        "may": {verb.replace(".", "_"): True for verb in RIGHTS if user and user.is_authenticated and may(user, verb)},
        "sample_mode": settings.SAMPLE_MODE,
        "live_url": settings.LIVE_URL,
        "sample_people": sample_people,
    }
