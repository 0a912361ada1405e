"""The pages of an import: a file, its columns, its progress, what became of it."""

from django.contrib import messages
from django.db.models import Count
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from leads.importing import actions
from leads.importing.filters import ImportFilter
from leads.importing.forms import MappingForm, SavedForm, UploadForm, reading_form
from leads.importing.kinds import kind_of
from leads.importing.looking import FROM
from leads.importing.reading import Table, Unreadable
from leads.importing.rejects import rejects_file
from leads.importing.saved import forget_mapping, saved_for
from leads.models import ImportBatch
from leads.views.answers import page_of

PREVIEW_ROWS, REFUSALS_SHOWN, LAST_IMPORTS = 6, 50, 10
Status = ImportBatch.Status


@require_safe
def import_list(request):
    """Every file this person may know of, the last first, with what it did."""
    require(request.user, "data.import")
    visible = ImportBatch.objects.visible_to(request.user).defer("content", "mapping")
    narrowed = ImportFilter(request.GET, queryset=visible, request=request)
    batches = narrowed.qs.select_related("owner", "reverted_by").order_by("-pk")
    page = page_of(request, batches.annotate(refused=Count("rejected")))
    for batch in page:
        batch.kind_name = kind_of(batch).label
    return render(request, "leads/importing/past.html", {"page": page, "filter": narrowed})


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


def mapping_page(request, batch, *, form=None, reading=None, saved=None, status=200):
    table = Table.of(batch)
    context = {
        "batch": batch,
        "form": form or MappingForm(batch=batch, table=table, by=request.user),
        "saved": saved or saved_form(batch, table, request.user),
        "reading": reading or reading_form(batch),
        "promises": kind_of(batch).promises(),
        "headers": table.headers,
        "preview": [(row.line, row.cells.values()) for row in table.first(PREVIEW_ROWS)],
    }
    return render(request, "leads/importing/mapping.html", context, status=status)


def progress_of(batch):
    address, words = kind_of(batch).place()
    return {
        "batch": batch,
        "is_over": batch.status not in (Status.QUEUED, Status.RUNNING, Status.REVERTING),
        "is_looking": FROM in batch.options,
        "can_pause": batch.status in (Status.QUEUED, Status.RUNNING),
        "can_revert": not batch.is_rehearsal and batch.status in (Status.DONE, Status.FAILED, Status.PAUSED),
        "rejected": batch.rejected.all()[:REFUSALS_SHOWN],
        "rejected_count": batch.rejected.count(),
        "remarks": list(kind_of(batch).remarks(batch.options.get("notes", {}))),
        "place": {"address": address, "words": words},
    }


@require_POST
def import_columns(request, pk):
    batch = find_batch(request, pk)
    if batch.status != Status.MAPPING:
        return redirect("leads:import", batch.pk)
    form = MappingForm(request.POST, batch=batch, table=Table.of(batch), by=request.user)
    if not form.is_valid():
        return mapping_page(request, batch, form=form, status=422)
    chosen = {"mapping": form.mapping(), "options": form.chosen_options(), "finds_by": form.cleaned_data["finds_by"]}
    chosen |= form.keeping()
    actions.queue_import(batch, **chosen, is_rehearsal="rehearse" in request.POST, by=request.user)
    return redirect("leads:import", batch.pk)


@require_POST
def import_reread(request, pk):
    batch = find_batch(request, pk)
    if batch.status != Status.MAPPING:
        return redirect("leads:import", batch.pk)
    reading = reading_form(batch, request.POST)
    if reading.is_valid() and reread(reading, batch, request.user):
        return redirect("leads:import", batch.pk)
    return mapping_page(request, find_batch(request, pk), reading=reading, status=422)


def reread(reading, batch, by):
    try:
        actions.read_again(batch, **reading.cleaned_data, by=by)
    except Unreadable as error:
        reading.add_error(next(iter(reading.fields)), str(error))
        return False
    return True


def saved_form(batch, table, user, data=None):
    return SavedForm(data, batch=batch, ways=saved_for(batch, table.headers, user))


@require_POST
def import_saved(request, pk):
    """Read the columns by a way that was kept, or forget it."""
    batch = find_batch(request, pk)
    if batch.status != Status.MAPPING:
        return redirect("leads:import", batch.pk)
    saved = saved_form(batch, Table.of(batch), request.user, request.POST)
    if not saved.is_valid():
        return mapping_page(request, batch, saved=saved, status=422)
    way = saved.chosen()
    if "forget" not in request.POST:
        actions.read_as(batch, way, by=request.user)
    elif way:
        say_thrown(request, forget_mapping(way, by=request.user), reverse("leads:import", args=[batch.pk]))
    return redirect("leads:import", batch.pk)


@require_GET
def import_progress(request, pk):
    """The part of the page that is asked for again and again while the worker is at it."""
    return render(request, "leads/importing/_progress.html", progress_of(find_batch(request, pk)))


@require_GET
def import_rejected(request, pk):
    batch = find_batch(request, pk)
    headers = Table.of(batch).headers
    response = StreamingHttpResponse(rejects_file(batch, headers), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-rows-{batch.pk}.csv"'
    return response


@require_POST
def import_resume(request, pk):
    batch = find_batch(request, pk)
    if batch.status in (Status.FAILED, Status.PAUSED):
        actions.resume_import(batch, by=request.user)
        messages.success(request, _("The import goes on where it stopped."))
    return redirect("leads:import", batch.pk)


@require_POST
def import_pause(request, pk):
    batch = find_batch(request, pk)
    if actions.pause_import(batch, by=request.user):
        messages.success(request, _("The import rests. What was read so far is kept."))
    return redirect("leads:import", batch.pk)


@require_POST
def import_begin(request, pk):
    """After a rehearsal: now in earnest."""
    batch = find_batch(request, pk)
    if is_rehearsed(batch):
        actions.begin_in_earnest(batch, by=request.user)
    return redirect("leads:import", batch.pk)


@require_POST
def import_look_again(request, pk):
    """After a rehearsal: back to the columns."""
    batch = find_batch(request, pk)
    if is_rehearsed(batch):
        actions.look_again(batch, by=request.user)
    return redirect("leads:import", batch.pk)


def is_rehearsed(batch):
    return batch.is_rehearsal and batch.status in (Status.DONE, Status.FAILED, Status.PAUSED)


@require_POST
def import_revert(request, pk):
    batch = find_batch(request, pk)
    if actions.revert_import(batch, by=request.user):
        messages.success(request, _("Everything this import did is being taken back."))
    return redirect("leads:import", batch.pk)
