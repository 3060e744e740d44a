"""What a real installation does not start with, and what to do about it. Knows no Django settings.

A table: each row is what must not be, and the line that says how it is mended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http.request import validate_host

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 12
A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


@dataclass(frozen=True)
class Given:
    secret_key: str
    base_url: str
    allow_http: bool
    allowed_hosts: list[str]
    debug: bool
    demo: bool
    database_url: str
    redis_url: str


def _is_weak(given: Given) -> bool:
    key = given.secret_key
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or "insecure" in key


def _is_a_stranger(given: Given) -> bool:
    host = urlsplit(given.base_url).hostname
    if not given.allowed_hosts or not host:
        return False
    return not validate_host(host, given.allowed_hosts)


REFUSALS: list[tuple[Callable[[Given], bool], str]] = [
    (
        _is_weak,
        "SECRET_KEY can be guessed: it is short, of few different characters, or an example. "
        f"Give the output of: {A_KEY}",
    ),
    (
        lambda given: not given.base_url,
        "BASE_URL is not set. Give the address that people open, such as "
        "https://pekppp.example.go.id",
    ),
    (
        lambda given: (
            bool(given.base_url) and not given.base_url.startswith(("http://", "https://"))
        ),
        "BASE_URL is no address. Give it with https:// in front.",
    ),
    (
        lambda given: given.base_url.startswith("http://") and not given.allow_http,
        "BASE_URL begins with http://: passwords would travel readable. Put a proxy that ends TLS "
        "in front and write https://, or set ALLOW_HTTP=1.",
    ),
    (
        lambda given: not given.allowed_hosts,
        "ALLOWED_HOSTS is not set. Give the host names, separated by commas.",
    ),
    (
        lambda given: any(host.strip() in ("*", ".") for host in given.allowed_hosts),
        "ALLOWED_HOSTS holds *: everybody could make links of ours lead elsewhere. Name the hosts.",
    ),
    (
        _is_a_stranger,
        "The host of BASE_URL is not among ALLOWED_HOSTS. Add it, or our own links are refused.",
    ),
    (lambda given: given.debug, "DEBUG=1 shows strangers the inside. Leave DEBUG out."),
    (
        lambda given: given.demo,
        "DEMO=1 loads invented data and accounts whose password is known. Leave DEMO out.",
    ),
    (
        lambda given: not given.database_url,
        "DATABASE_URL is not set, and the embedded PostgreSQL is for trial. Give a server's.",
    ),
    (
        lambda given: not given.redis_url,
        "REDIS_URL is not set, and the broker of files is for trial. Give a server's.",
    ),
]
DEMONSTRATION_ACCOUNTS = (
    "The accounts of the demonstration, whose password is known, are in this database. Begin with "
    "an empty one: what the demonstration invented cannot be told from what is real."
)


def refusals(given: Given) -> list[str]:
    return [line for is_wrong, line in REFUSALS if is_wrong(given)]
