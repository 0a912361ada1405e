"""What a person was told, by which ways they hear of it, and the browsers that are told."""

from functools import cache

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.visibility import viewers
from followups.actions.notifications import mark_all_read, mark_read, mark_unread
from followups.models import Notification
from followups.notices.channels import choose_ways
from followups.notices.forms import BrowserForm, ChannelsForm
from followups.notices.kinds import registry
from followups.notices.leaving import know_again
from followups.notices.pages import MODELS, instead_of
from followups.notices.pushing import forget_browser, keep_browser, read_by
from followups.notices.queries import by_day, dressed, kinds_told, told
from followups.notices.trying import try_browser
from followups.notices.vapid import server_key
from followups.views.answers import back, is_ours

PER_PAGE = 50
UNPROCESSABLE = 422


@require_GET
def notifications(request):
    """Everything this person was told, newest first, day by day; of one kind, or only what is unread."""
    kind, unread = request.GET.get("kind", ""), "unread" in request.GET
    notices = told(request.user, kind=kind if kind in registry else "", unread=unread)
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    kinds = kinds_told(request.user)
    context = {"page": page, "days": by_day(page), "kinds": kinds, "kind": kind, "unread": unread}
    return render(request, "followups/notices/page.html", context)


@require_GET
def bell(request):
    """The newest notices, for the menu under the bell."""
    notices = dressed(list(Notification.objects.to(request.user)[:6]))
    return render(request, "followups/notices/_bell.html", {"notices": notices})


@require_POST
def read(request, pk):
    """Remember that it was read, and go to what it is about; with `stay` only turn it over, read or unread."""
    notification = get_object_or_404(Notification.objects.to(request.user), pk=pk)
    if request.POST.get("stay"):
        (mark_unread if notification.read_at else mark_read)(notification, by=request.user)
        return back(request)
    mark_read(notification, by=request.user)
    if not (notification.url and is_ours(request, notification.url)):
        return back(request)
    thrown = instead_of(notification.url, request.user)
    if thrown == "":
        messages.info(request, _("What this was about has been thrown away."))
        return back(request)
    return redirect(thrown or notification.url)


@require_POST
def read_all(request):
    """Remember that everything was read."""
    mark_all_read(by=request.user)
    return redirect("followups:notifications")


@require_GET
def mentions(request, kind, pk):
    """The names of the colleagues who may see a record, for who writes a note about it."""
    model = MODELS.get(kind)
    if model is None:
        raise Http404
    about = get_object_or_404(model.objects.visible_to(request.user).select_related("owner__team"), pk=pk)
    names = [one.name for one in viewers() if one.sees(about.owner) and one.pk != request.user.pk]
    return JsonResponse({"names": names})


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request):
    """By which ways one hears of each kind of thing, and which browsers are told."""
    form = ChannelsForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        choose_ways(request.user, form.ways(), by=request.user)
        messages.success(request, _("Your choices are kept."))
        return redirect("followups:channels")
    browsers = request.user.push_subscriptions.all()
    context = {"form": form, "browsers": browsers, "server_key": server_key()}
    return render(request, "followups/notices/channels.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
def browser_keep(request):
    """A browser whose user has just allowed it to be told."""
    form = BrowserForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)
    said = request.headers.get("User-Agent", "")
    kept = keep_browser(request.user, browser=browser_name(said), **form.cleaned_data)
    messages.success(request, _("This browser tells you from now on, also while no page is open."))
    return know_again(HttpResponse(status=204), kept)


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac": "macOS"}


def browser_name(said):
    """“Firefox, Windows”, as far as a browser tells it."""
    browser = next((name for mark, name in BROWSERS.items() if mark in said), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in said), "Linux" if "Linux" in said else "")
    return f"{browser}, {system}" if system else browser


@require_POST
def browser_forget(request, pk):
    """Tell that browser nothing any more."""
    forget_browser(get_object_or_404(request.user.push_subscriptions, pk=pk))
    messages.success(request, _("That browser is told nothing any more."))
    return redirect("followups:channels")


@require_POST
def browser_try(request, pk):
    """Send one notice to a browser, to see that it comes."""
    try_browser(get_object_or_404(request.user.push_subscriptions, pk=pk))
    messages.success(request, _("It should be there within seconds."))
    return redirect("followups:channels")


@csrf_exempt  # a worker of the browser has no form; the signed token, which only it knows, is the key
@login_not_required
@require_POST
def read_by_push(request, token):
    """The browser says that its user has pressed what it told."""
    notice = read_by(token)
    if notice is None:
        raise Http404
    mark_read(notice, by=notice.user)
    return HttpResponse(status=204)


@login_not_required
@require_safe
def push_worker(request):
    """The script by which a browser hears of notices; from the root, so that it serves the whole house."""
    return HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")


@cache
def worker_script():
    return (settings.ROOT / "static" / "js" / "push-worker.js").read_text()
