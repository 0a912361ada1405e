"""What the logs may hold: ids and the addresses of pages, never a token, a search or the value of a variable."""

import logging
import re

import structlog

TOKEN = re.compile(
    r"(/join/|/reset/key/|/f/confirm/|/follow-ups/by-mail/|/calendar/|/book/kept/|/mail/stop/|/p/)[^/\s?\"']+"
)
QUERY = re.compile(r"\?\S*")


def configure_logs():
    """Write each request as one plain line, and an error as its traceback without the values of variables."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=True),
            hide_address,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def hide_address(_logger, _method, entry):
    """The address a request asked for, without its token and without its query."""
    if "request" in entry:
        entry["request"] = QUERY.sub("", discreet(entry["request"]))
    return entry


def discreet(text):
    """A text in which the tokens that open an account or confirm a form are left out."""
    return TOKEN.sub(r"\1…", text)


class Discreet(logging.Filter):
    """Leaves the tokens out of the lines of Django and its servers, which name the address of whatever they refuse."""

    def filter(self, record):
        record.msg, record.args = discreet(record.getMessage()), ()
        return True
