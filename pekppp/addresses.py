"""The address a request came from: one rule for limits, sessions and signals."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Of the proxies in front only as many are believed as the settings say; "" where unknown."""
    proxies = settings.TRUSTED_PROXIES
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(passed) >= proxies:
        try:
            return str(ip_address(passed[-proxies].strip()))
        except ValueError:  # not what a proxy of ours appends
            pass
    return request.META.get("REMOTE_ADDR", "") or ""
