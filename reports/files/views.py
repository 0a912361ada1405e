"""A report as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from accounts.rights import require
from kit.paper import PaperMissing
from reports.dashboards import dashboard_or_404
from reports.files.actions import note_export
from reports.files.formats import FORMATS
from reports.files.told import tell

UNAVAILABLE = 503


@require_POST
def file(request, name, ending):
    """One report as CSV, XLSX, PDF or JSON, as whoever asks may see it; the log keeps who took it."""
    require(request.user, "forecast.see")
    dashboard, kind = dashboard_or_404(name), format_or_404(ending)
    told = tell(dashboard, request.user, request.GET)
    try:
        contents = kind.make(told)
    except PaperMissing as missing:
        return render(request, "reports/no_paper.html", {"dashboard": dashboard, "words": missing}, status=UNAVAILABLE)
    note_export(by=request.user, report=name, ending=ending, query=request.GET.urlencode())
    return file_answer(contents, kind, told.file_name)


def format_or_404(ending):
    if ending not in FORMATS:
        raise Http404
    return FORMATS[ending]


def file_answer(contents, kind, name):
    answer = HttpResponse(contents, content_type=kind.content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{kind.ending}"
    )
    return answer
