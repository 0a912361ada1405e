"""Files of records: the panel that lists them, uploading, downloading, removing, bringing back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.files import actions
from accounts.files.kinds import NotTaken
from accounts.files.queries import file_seen, files_of, removed_from
from accounts.records import page_of, record_named
from accounts.rights import require
from kit import formats

MOST_AT_ONCE = 20
SHUT = settings.SECURE_CSP | {"sandbox": True}


@require_http_methods(["GET", "HEAD", "POST"])
def files(request, kind, pk):
    """The files of a record as a panel or a page; a POST adds some."""
    thing = record_named(f"{kind}:{pk}", request.user)
    if thing is None:
        raise Http404
    if request.method == "POST":
        require(request.user, "files.edit", thing)
        return add(request, thing)
    return show(request, thing)


def add(request, thing):
    """Keep what was sent; a script gets the sentences of what was refused, a page shows them."""
    refused = [*keep(request, thing)]
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"refused": refused})
    for sentence in refused:
        messages.warning(request, sentence)
    return HttpResponseRedirect(page_of(thing) + "#files", status=303)


def keep(request, thing):
    uploads = request.FILES.getlist("files")
    if not uploads:
        yield _("Choose a file first.")
    for upload in uploads[:MOST_AT_ONCE]:
        try:
            actions.add_file(thing, upload=upload, by=request.user)
        except NotTaken as refusal:
            yield str(refusal)
    if len(uploads) > MOST_AT_ONCE:
        yield _("At most 20 files at once: add the others after these.")


def show(request, thing):
    context = {
        "thing": thing,
        "kind": thing._meta.model_name,
        "page": page_of(thing),
        "files": files_of(thing, request.user),
        "removed": removed_from(thing),
        "largest": formats.number(settings.LARGEST_FILE // 1024**2),
        "most_bytes": settings.LARGEST_FILE,
    }
    template = "accounts/files/_panel.html" if request.htmx else "accounts/files/files.html"
    return render(request, template, context)


@require_safe
@csp_override(SHUT)
def file(request, key):
    """A file, always to be kept and never to be shown."""
    kept, _thing = file_seen(request.user, key)
    if kept.removed_at:
        raise Http404
    answer = StreamingHttpResponse(pieces_of(kept), content_type="application/octet-stream")
    answer["Content-Length"] = kept.size
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def pieces_of(kept):
    """The content, of which never more than one piece is held."""
    for number in kept.pieces.values_list("number", flat=True):
        yield bytes(kept.pieces.values_list("content", flat=True).get(number=number))


@require_POST
def remove(request, key):
    """Take a file away."""
    return turn(request, key, actions.remove_file)


@require_POST
def bring_back(request, key):
    """Bring a removed file back."""
    return turn(request, key, actions.bring_back_file)


def turn(request, key, action):
    kept, thing = file_seen(request.user, key)
    require(request.user, "files.edit", thing)
    action(kept, thing, by=request.user)
    if request.htmx:
        return show(request, thing)
    return HttpResponseRedirect(page_of(thing) + "#files", status=303)
