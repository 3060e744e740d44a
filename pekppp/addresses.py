"""The address a request came from: one rule for limits, sessions and signals."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# What one subscriber is given at least: within it he takes as many addresses as he likes.
OF_ONE_SUBSCRIBER = 64


def client_address(request: HttpRequest) -> str:
    """Of the proxies in front only as many are believed as the settings say; "" where unknown."""
    proxies = settings.TRUSTED_PROXIES
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(passed) >= proxies:
        try:
            return _plain(passed[-proxies].strip())
        except ValueError:  # not what a proxy of ours appends
            pass
    address = request.META.get("REMOTE_ADDR", "") or ""
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
