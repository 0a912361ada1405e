"""The pages of an import: a file, its columns, its progress, what became of it."""

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rights import require
from leads.importing import actions
from leads.importing.forms import MappingForm, ReadingForm, UploadForm
from leads.importing.kinds import kind_of
from leads.importing.reading import Table, Unreadable
from leads.importing.rejects import rejects_file
from leads.models import ImportBatch

PREVIEW_ROWS, REFUSALS_SHOWN, LAST_IMPORTS = 6, 50, 10
Status = ImportBatch.Status


@require_http_methods(["GET", "POST"])
def import_new(request):
    require(request.user, "data.import")
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "deals")})
    if form.is_valid() and (batch := received(form, request.user)):
        return redirect("leads:import", batch.pk)
    last = ImportBatch.objects.visible_to(request.user).defer("content").select_related("owner").order_by("-pk")
    context = {"form": form, "last_imports": last[:LAST_IMPORTS]}
    return render(request, "leads/importing/new.html", context, status=422 if form.is_bound else 200)


def received(form, by):
    """The new batch, or None with the reason written into the form."""
    file, options = form.cleaned_data["file"], {"preset": form.cleaned_data["preset"]}
    try:
        return actions.receive_file(
            kind=form.cleaned_data["kind"], name=file.name, content=file.read(), options=options, by=by
        )
    except Unreadable as error:
        form.add_error("file", str(error))
        return None


@require_GET
def import_page(request, pk):
    batch = find_batch(request, pk)
    if batch.status == Status.MAPPING:
        return mapping_page(request, batch)
    return render(request, "leads/importing/import.html", progress_of(batch))


def find_batch(request, pk):
    """The batch, without its file; 404 for strangers, 403 without the right."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).defer("content"), pk=pk)
    require(request.user, "data.import")
    return batch


def mapping_page(request, batch, *, form=None, reading=None, status=200):
    table = Table(batch.content, batch.encoding, batch.delimiter)
    context = {
        "batch": batch,
        "form": form or MappingForm(batch=batch, table=table),
        "reading": reading or ReadingForm(batch=batch),
        "headers": table.headers,
        "preview": [(row.line, row.cells.values()) for row in table.first(PREVIEW_ROWS)],
    }
    return render(request, "leads/importing/mapping.html", context, status=status)


def progress_of(batch):
    return {
        "batch": batch,
        "is_over": batch.status in (Status.DONE, Status.FAILED),
        "rejected": batch.rejected.all()[:REFUSALS_SHOWN],
        "rejected_count": batch.rejected.count(),
        "remarks": list(kind_of(batch).remarks(batch.options.get("notes", {}))),
    }


@require_POST
def import_columns(request, pk):
    batch = find_batch(request, pk)
    if batch.status != Status.MAPPING:
        return redirect("leads:import", batch.pk)
    form = MappingForm(request.POST, batch=batch, table=Table(batch.content, batch.encoding, batch.delimiter))
    if not form.is_valid():
        return mapping_page(request, batch, form=form, status=422)
    actions.queue_import(batch, mapping=form.mapping(), options=form.chosen_options(), by=request.user)
    return redirect("leads:import", batch.pk)


@require_POST
def import_reread(request, pk):
    batch = find_batch(request, pk)
    if batch.status != Status.MAPPING:
        return redirect("leads:import", batch.pk)
    reading = ReadingForm(request.POST, batch=batch)
    if reading.is_valid() and reread(reading, batch, request.user):
        return redirect("leads:import", batch.pk)
    return mapping_page(request, find_batch(request, pk), reading=reading, status=422)


def reread(reading, batch, by):
    try:
        actions.read_again(batch, **reading.cleaned_data, by=by)
    except Unreadable as error:
        reading.add_error("encoding", str(error))
        return False
    return True


@require_GET
def import_progress(request, pk):
    """The part of the page that is asked for again and again while the worker is at it."""
    return render(request, "leads/importing/_progress.html", progress_of(find_batch(request, pk)))


@require_GET
def import_rejected(request, pk):
    batch = find_batch(request, pk)
    headers = Table(batch.content, batch.encoding, batch.delimiter).headers
    response = StreamingHttpResponse(rejects_file(batch, headers), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-rows-{batch.pk}.csv"'
    return response


@require_POST
def import_resume(request, pk):
    batch = find_batch(request, pk)
    if batch.status == Status.FAILED:
        actions.resume_import(batch, by=request.user)
        messages.success(request, _("The import goes on where it stopped."))
    return redirect("leads:import", batch.pk)
