"""The address a request came from: one rule for limits, sessions and signals."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# What one subscriber is given at least: within it he takes as many addresses as he likes.
OF_ONE_SUBSCRIBER = 64


def client_address(request: HttpRequest) -> str:
    """Of the proxies in front only as many are believed as the settings say; "" where unknown."""
    meta = request.META
    return _believed(meta.get("HTTP_X_FORWARDED_FOR", ""), meta.get("REMOTE_ADDR", "") or "")


def network_of_scope(scope: dict[str, Any]) -> str:
    """What limits count by, of a request that Django has not seen yet."""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    peer, _ = scope.get("client") or ("", 0)
    return network_of(_believed(b",".join(forwarded).decode("latin1"), peer))


def _believed(forwarded: str, address: str) -> str:
    proxies = settings.TRUSTED_PROXIES
    passed = forwarded.split(",")
    if proxies and len(passed) >= proxies:
        try:
            return _plain(passed[-proxies].strip())
        except ValueError:  # not what a proxy of ours appends
            pass
    try:
        return _plain(address)
    except ValueError:  # a socket of this machine
        return address


def client_network(request: HttpRequest) -> str:
    """What limits count by; "" where unknown."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """An IPv4 address as it is, of an IPv6 address its /64."""
    try:
        found = ip_address(_plain(address))
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found.packed, OF_ONE_SUBSCRIBER), strict=False).network_address)
    return str(found)


def _plain(address: str) -> str:
    """One spelling: an IPv4 address that a listener on IPv6 saw is an IPv4 address."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(found)
