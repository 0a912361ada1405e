"""Where Valkey is and what its channels are called; shared by the pages and the live process, so without Django."""

from urllib.parse import parse_qsl, urlencode, urlsplit


def valkey_url(url):
    """The address as redis-py wants it, from the form Celery wants."""
    if not url.startswith("redis+socket://"):
        return url
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["db"] = query.pop("virtual_host", "0")
    return f"unix://{parts.netloc}{parts.path}?{urlencode(query)}"


def board_channel(board):
    return f"kariz:board:{board}"


def board_stream(board):
    return f"kariz:s:board:{board}"


def user_channel(user_id):
    return f"kariz:user:{user_id}"


def revoked_key(user_id):
    return f"kariz:revoked:{user_id}"
