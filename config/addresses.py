"""Where in Valkey each kind of thing lives: 0 the broker and the live stream, 1 the cache, which may be emptied."""

from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

CACHE = 1


def cache_address(url):
    """The address of the cache on the server of `url`, as Django's backend reads it."""
    parts = urlsplit(url)
    if parts.scheme in {"redis+socket", "unix"}:
        query = {name: value for name, [value] in parse_qs(parts.query).items() if name not in {"virtual_host", "db"}}
        return urlunsplit(("unix", parts.netloc, parts.path, urlencode(query | {"db": CACHE}), ""))
    return urlunsplit((parts.scheme, parts.netloc, f"/{CACHE}", parts.query, ""))
