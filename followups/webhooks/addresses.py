"""Which addresses may be told: those of the public internet, and nothing inside the house or beside it."""

import socket
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# 64:ff9b::/96 and its local sister hide an IPv4 address in their last 32 bits; is_global calls the first one public.
TRANSLATED = [ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48")]
SHARED = ip_network("100.64.0.0/10")


class AddressRefused(Exception):
    """Why nothing may be sent there, in one sentence."""


def place_of(url):
    """(scheme, host, port, path) of an address that may be told, as it is written."""
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_MAY_STAY_INSIDE):
        raise AddressRefused(_("The address must begin with https://."))
    if not host or parts.username or parts.password:
        raise AddressRefused(_("Write an address like https://example.com/hooks, without a user or password in it."))
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AddressRefused(_("The port is not a number between 1 and 65535.")) from error
    return parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def check(url):
    """Refuse an address that may not be told, as far as it can be seen without asking for its name."""
    _scheme, host, _port, _path = place_of(url)
    try:
        literal = ip_address(host)
    except ValueError:
        return
    refuse_inside(literal, host)


def refuse_inside(address, host):
    if not is_public(address) and not settings.WEBHOOKS_MAY_STAY_INSIDE:
        raise AddressRefused(_("%(host)s is not an address of the public internet.") % {"host": host})


def pinned_ip(host, port):
    """The one IP that is connected to: the first the name stands for, refused if any of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("No computer of the name %(host)s was found.") % {"host": host}) from error
    addresses = [place[0].partition("%")[0] for *_kind, place in found]
    for address in addresses:
        refuse_inside(ip_address(address), host)
    return addresses[0]


def is_public(address):
    """Whether an IP belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or teredo_of(address) or address.is_site_local
        if inner or any(address in network for network in TRANSLATED) or int(address) >> 32 == 0:
            return False
    elif address in SHARED:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def teredo_of(address):
    return address.teredo[1] if address.teredo else None
