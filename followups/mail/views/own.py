"""One's own mail: what stands under letters, the dropbox address, and what nobody knew where to file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from followups.mail.addresses import dropbox_of, ours, renew_dropbox, revoke_dropbox
from followups.mail.filing import discard_letter, file_letter
from followups.mail.forms import AboutForm, SignatureForm
from followups.mail.templates import change_signature
from followups.models import Letter, Signature

PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request):
    """What stands under letters, and the dropbox address."""
    require(request.user, "letter.send")
    kept = Signature.objects.filter(user=request.user).first()
    form = SignatureForm(request.POST if request.method == "POST" else None, instance=kept)
    if form.is_valid():
        change_signature(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect("followups:mail-own")
    context = {"form": form, "dropbox": dropbox_of(request.user), "takes_mail": ours() is not None}
    context["unfiled"] = unfiled_of(request.user).count()
    return render(request, "followups/mail/own.html", context, status=422 if form.errors else 200)


@require_POST
def dropbox(request):
    """Give oneself a new dropbox address, or none."""
    require(request.user, "letter.send")
    if request.POST.get("act") == "revoke":
        revoke_dropbox(request.user, by=request.user)
        messages.success(request, _("The address takes nothing any more."))
    else:
        renew_dropbox(request.user, by=request.user)
        messages.success(request, _("You have a new dropbox address; the one before takes nothing any more."))
    return redirect("followups:mail-own")


def unfiled_of(user):
    return Letter.objects.unfiled().filter(user=user)


@require_safe
def unfiled(request):
    """What reached one's dropbox and belongs nowhere yet."""
    page = Paginator(unfiled_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "followups/mail/unfiled.html", {"page": page, "form": AboutForm(user=request.user)})


@require_POST
def file(request, pk):
    """Put an unfiled letter to a deal or a lead."""
    letter = get_object_or_404(unfiled_of(request.user), pk=pk)
    require(request.user, "letter.send", letter)
    form = AboutForm(request.POST, user=request.user)
    if not form.is_valid():
        page = Paginator(unfiled_of(request.user), PER_PAGE).get_page(1)
        return render(request, "followups/mail/unfiled.html", {"page": page, "form": form, "wrong": letter}, status=422)
    about = form.cleaned_data["about"]
    file_letter(letter, about=about, by=request.user)
    messages.success(request, _("Filed with %(about)s.") % {"about": about})
    return redirect("followups:mail-unfiled")


@require_POST
def discard(request, pk):
    """Throw an unfiled letter away."""
    letter = get_object_or_404(unfiled_of(request.user), pk=pk)
    require(request.user, "letter.send", letter)
    say_thrown(request, discard_letter(letter, by=request.user))
    return redirect("followups:mail-unfiled")
