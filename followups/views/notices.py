"""What a person was told."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from followups.actions import mark_all_read, mark_read
from followups.models import Notification
from followups.views.answers import back, is_ours

PER_PAGE = 50


@require_GET
def notifications(request):
    """Everything this person was told, newest first."""
    page = Paginator(Notification.objects.to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "followups/notifications.html", {"page": page})


@require_GET
def bell(request):
    """The newest notices, for the menu under the bell."""
    notices = Notification.objects.to(request.user)[:6]
    return render(request, "followups/_bell.html", {"notices": notices})


@require_POST
def read(request, pk):
    """Remember that it was read, and go to what it is about."""
    notification = get_object_or_404(Notification.objects.to(request.user), pk=pk)
    mark_read(notification, by=request.user)
    here = notification.url and is_ours(request, notification.url)
    return redirect(notification.url) if here else back(request)


@require_POST
def read_all(request):
    """Remember that everything was read."""
    mark_all_read(by=request.user)
    return redirect("followups:notifications")
