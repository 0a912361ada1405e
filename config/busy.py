"""When somebody else holds what a request wants to write: a sentence and 503, not an error of ours."""

from django.db import OperationalError
from django.shortcuts import render

# PostgreSQL's names for: lock not available, query cancelled, deadlock, two transactions in each other's way
WAITED_TOO_LONG = {"55P03", "57014", "40P01", "40001"}
RETRY_SECONDS = 2


class Patience:
    """Answers a wait that took too long; nothing was written, so the same request may come again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError) and sqlstate_of(exception) in WAITED_TOO_LONG:
            return busy(request)
        return None


def busy(request):
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def sqlstate_of(exception):
    return getattr(exception.__cause__, "sqlstate", None)
