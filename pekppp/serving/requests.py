"""Django under an event loop: a thread is taken when the whole request is here, and given back
before the answer is sent, so that nobody's slow line holds one.

Django's own ASGI handler would take a thread and a database connection for every request that
comes, and read a whole file into memory before it sends it. Here pages run in a few threads that
stay, each with its connection; files are read in others, piece by piece as they are sent.
"""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from pekppp.base.addresses import network_of_scope
from pekppp.base.certain import certain
from pekppp.base.errors import Refused, Unavailable
from pekppp.serving import bodies
from pekppp.serving.refusals import in_words

logger = logging.getLogger(__name__)

Send = Callable[[Mapping[str, Any]], Awaitable[None]]

# Where passwords are hashed: the others must not wait behind them.
PASSWORDS = {
    "account_login",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_reauthenticate",
    "accounts:invitation",
    "accounts:accept_invitation",
    "accounts:activation",
    "reports:approve",
    "reports:approve_many",
}


class Lane:
    """Threads for one kind of requests, and a queue of a bounded length and time before them."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free = asyncio.Semaphore(threads)
        self._places = threads + settings.WEB_WAITING

    async def run(self, call: Callable[..., Any], *args: Any) -> Any:
        if not self._places:
            raise busy()
        self._places -= 1
        try:
            try:
                async with asyncio.timeout(settings.WEB_WAIT_SECONDS):
                    await self._free.acquire()
            except TimeoutError:
                raise busy() from None
            try:
                return await _in(self._pool, call, *args)
            finally:
                self._free.release()
        finally:
            self._places += 1


def busy() -> Unavailable:
    return Unavailable(
        "Server sedang sibuk. Isian yang sudah tersimpan tetap aman; coba lagi sebentar lagi."
    )


def _in(pool: Executor, call: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().run_in_executor(pool, call, *args)


class Handler(ASGIHandler):
    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware()  # not the asynchronous one: views and middleware run in threads
        bodies.route_of("/")  # imports every view now, and not while the loop waits for it
        self._pages = Lane("page", settings.WEB_THREADS)
        self._passwords = Lane("password", settings.HASHES_AT_ONCE)
        # Whether the process lives, and whether what it needs answers, is to be told however busy
        # it is; the second waits for the database, the first for nobody.
        self._health = {"/healthz": Lane("health", 1), "/readyz": Lane("ready", 1)}
        self._bodies = bodies.Reader()
        self._files = ThreadPoolExecutor(8, thread_name_prefix="file")

    async def __call__(self, scope: dict[str, Any], receive: bodies.Receive, send: Send) -> None:
        try:
            response = await self._answer(scope, receive)
        except bodies.Gone:
            return
        except Refused as refusal:
            response = in_words(refusal, script=_is_script(scope))
            await self.send_response(response, _patient(send))
            # Who asked first whether to send has not begun.
            if refusal.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and not _asks_first(scope):
                await bodies.drain(receive)
            return
        if response.streaming:
            # Nothing else is sent piece by piece: files are the only thing that is streamed.
            await self._stream(cast("FileResponse", response), scope, receive, send)
        else:
            with suppress(TimeoutError):
                await self.send_response(response, _patient(send))

    # The request ---------------------------------------------------------------------------------

    async def _answer(self, scope: dict[str, Any], receive: bodies.Receive) -> HttpResponseBase:
        if lane := self._health.get(scope["path"]):
            # As nobody: who somebody is, the database would have to say.
            headers = [item for item in scope["headers"] if item[0] != b"cookie"]
            return await lane.run(self._respond, {**scope, "headers": headers}, io.BytesIO())
        length = bodies.announced(scope["headers"])
        if length == 0:
            return await self._pages.run(self._respond, scope, io.BytesIO())
        route = bodies.route_of(scope["path"])
        limit = bodies.limit_of(route)
        if length is not None and length > limit:
            raise bodies.too_large(limit)
        network = network_of_scope(scope)
        cut = route in bodies.CUT
        body = await self._bodies.read(receive, network=network, limit=limit, cut=cut)
        lane = self._passwords if route in PASSWORDS else self._pages
        try:
            return await lane.run(self._respond, scope, body.file)
        finally:
            body.close()

    def _respond(self, scope: dict[str, Any], body: Any) -> HttpResponseBase:
        """In a thread, as Django's WSGI handler does it. A file to be sent stays open."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: HttpResponseBase = (
            self.get_response(request) if request is not None else certain(refused, "or a request")
        )
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # Django's own
        if response.streaming:
            # What the thread used is settled here; the end of the file comes in another one.
            signals.request_finished.send(sender=self.__class__)
        else:
            response.close()
        return response

    # The answer ----------------------------------------------------------------------------------

    async def _stream(
        self,
        response: FileResponse,
        scope: dict[str, Any],
        receive: bodies.Receive,
        send: Send,
    ) -> None:
        """A file, a piece at a time and no faster than it is taken, until the reader leaves.

        It holds a connection and an open file, no thread: connections are what bounds them.
        """
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            response.block_size = self.chunk_size
            content = cast("Iterator[bytes]", response.streaming_content)  # of a file on disk
            pieces = iter(()) if scope["method"] == "HEAD" else content
            response.streaming_content = self._pieces(pieces, gone)
            await self.send_response(response, _patient(send))
        except TimeoutError:
            logger.info("a reader of %s was too slow", scope["path"])
        except Exception:
            # The headers are sent: all that is left is to break the connection off.
            logger.warning("%s could not be sent to its end", scope["path"], exc_info=True)
        finally:
            gone.cancel()
            await _in(self._files, response.close)

    async def _pieces(
        self, pieces: Iterator[bytes], gone: "asyncio.Future[None]"
    ) -> AsyncIterator[bytes]:
        while not gone.done() and (piece := await _in(self._files, next, pieces, b"")):
            yield piece


async def _until_gone(receive: bodies.Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _patient(send: Send) -> Send:
    """Waits for a reader, but not for ever; a TimeoutError then."""

    async def sent(message: Mapping[str, Any]) -> None:
        async with asyncio.timeout(settings.READER_SECONDS):
            await send(message)

    return sent


def _asks_first(scope: dict[str, Any]) -> bool:
    return b"expect" in dict(scope["headers"])


def _is_script(scope: dict[str, Any]) -> bool:
    """As `accounts.middleware.wants_no_redirect`, of a request that Django has not seen."""
    given = dict(scope["headers"])
    return b"application/json" in given.get(b"accept", b"") or given.get(b"hx-request") == b"true"
