"""Writing, reading and taking back letters about a deal or a lead."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from followups.mail.forms import LetterForm
from followups.mail.holding import send_held
from followups.mail.merging import merge
from followups.mail.opting_out import has_opted_out, opt_in
from followups.mail.people import address_for, people_of
from followups.mail.reading import fold
from followups.mail.sending import seconds_left, withdraw_letter, write_letter
from followups.models import Attachment, Letter
from followups.sequences.actions import why_over
from followups.sequences.queries import runs_shown, startable
from pipeline.models import Deal

UNPROCESSABLE = 422
SHOWN = 8


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, model, pk):
    """Write a letter; with a template its words are filled in first, and nothing is sent."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    require(request.user, "letter.send", about)
    if request.method != "POST":
        return show_form(request, about, LetterForm(user=request.user, initial=first_words(request, about)))
    form = LetterForm(request.POST, request.FILES, user=request.user)
    if request.POST.get("act") == "fill":
        return show_form(request, about, filled_form(form, about, request))
    letter = form.is_valid() and sent(form, about, request)
    return told(request, letter) if letter else show_form(request, about, form)


def first_words(request, about):
    """Whom it goes to; an answer goes to whoever wrote, under the same subject."""
    answered = answered_in(request.GET, about)
    if answered:
        to = answered.recipients[0] if answered.is_ours else answered.sender
        subject = answered.subject if answered.subject.lower().startswith("re:") else f"Re: {answered.subject}"
        return {"to": to, "subject": subject[:200]}
    return {"to": address_for(about)}


def answered_in(said, about):
    pk = said.get("answers", "")
    return about.letters.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


def filled_form(form, about, request):
    """The form with the words of the chosen template, its gaps filled as far as anything is known."""
    chosen = request.POST.get("template", "")
    template = (
        form.fields["template"].queryset.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    )
    typed = {name: request.POST.get(name, "") for name in ("to", "subject", "body", "template")}
    if template:
        merged = merge(template.subject, template.body, about=about, sender=request.user)
        typed |= {"subject": merged.subject, "body": merged.text}
    return LetterForm(user=request.user, initial=typed)


def sent(form, about, request):
    """The letter, or None with the reason on the form."""
    facts = form.cleaned_data
    try:
        return write_letter(about, by=request.user, answers=answered_in(request.POST, about), **facts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def show_form(request, about, form):
    kind = "deal" if isinstance(about, Deal) else "lead"
    answers = request.POST.get("answers") or request.GET.get("answers", "")
    context = {"form": form, "about": about, "people": people_of(about), "page": page_of(about), "answers": answers}
    context["opted_out"] = has_opted_out(form["to"].value() or "")
    return render(request, "followups/mail/write.html", context | {"kind": kind}, status=422 if form.errors else 200)


def page_of(about):
    name = "pipeline:deal" if isinstance(about, Deal) else "leads:lead"
    return reverse(name, args=[about.pk])


def told(request, letter):
    """Back on the page, with ten seconds to think again."""
    toast = render_to_string("followups/mail/_sent_toast.html", {"letter": letter}, request)
    messages.success(request, toast, extra_tags="toast")
    return HttpResponseRedirect(page_of(letter.about), status=303)


@require_POST
def withdraw(request, pk):
    """Take back a letter that has not left."""
    letter = find(request, pk)
    require(request.user, "letter.send", letter)
    try:
        withdraw_letter(letter, by=request.user)
        messages.success(request, _("The letter was not sent."))
    except ValidationError as late:
        messages.error(request, " ".join(late.messages))
    return HttpResponseRedirect(page_of(letter.about), status=303)


@require_POST
def send(request, pk):
    """Send a letter that was held back after all."""
    letter = find(request, pk)
    require(request.user, "letter.send", letter)
    try:
        return told(request, send_held(letter, by=request.user))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("followups:letter", args=[letter.pk]), status=303)


@require_safe
def letter(request, pk):
    """One letter, what it quotes folded away."""
    one = find(request, pk)
    said, quoted = fold(one.text)
    context = {"letter": one, "said": said, "quoted": quoted, "files": one.attachments.defer("content")}
    context |= {"page": page_of(one.about) if one.about else reverse("followups:mail-unfiled")}
    context["left"] = seconds_left(one) if one.state == "waiting" else 0
    return render(request, "followups/mail/letter.html", context)


def find(request, pk):
    letters = Letter.objects.visible_to(request.user)
    return get_object_or_404(letters.select_related("deal__owner", "lead__owner", "user", "outgoing"), pk=pk)


@require_safe
def attachment(request, pk):
    """A file of a letter, always to be kept and never to be shown."""
    file = get_object_or_404(Attachment.objects.filter(letter__in=Letter.objects.visible_to(request.user)), pk=pk)
    answer = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def panel(request, model, pk):
    """The latest letters about a deal or a lead, as a part of its page."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    letters = about.letters.select_related("outgoing", "user")
    address = address_for(about)
    context = {"about": about, "letters": letters[:SHOWN], "kind": model._meta.model_name, "address": address}
    context["opted_out"] = bool(address) and has_opted_out(address)
    context |= {"runs": runs_shown(about), "sequences": startable() if not why_over(about) else []}
    return render(request, "followups/mail/_panel.html", context)


@require_POST
def want_again(request, model, pk):
    """They said they want letters from templates and sequences again."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    require(request.user, "letter.send", about)
    opt_in(address_for(about), about=about, by=request.user)
    messages.success(request, _("Letters from templates may be sent again."))
    return HttpResponseRedirect(page_of(about), status=303)
