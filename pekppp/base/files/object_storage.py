"""S3-compatible storage that may hang: nobody waits for it long, and only a few at a time."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from http import HTTPStatus
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as Unreachable
from django.conf import settings
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from pekppp.base.errors import StorageAway

logger = logging.getLogger(__name__)

# One try of so many seconds: who asked is told, and the next one asks anew.
CONNECT_SECONDS = 2
READ_SECONDS = 5
REST_SECONDS = 15  # after a call in vain nobody tries for so long, and then one does
QUEUE_SECONDS = 0.2


class Breaker:
    """Lets a few through at a time, and nobody for a while after the storage did not answer."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._rests_until: float | None = None

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self._pass()
        if not self._free.acquire(timeout=QUEUE_SECONDS):
            raise StorageAway
        try:
            yield
        except StorageAway:  # of a file that is read while another one is written
            raise
        except Exception as error:
            if not _is_ill(error):
                self._rests_until = None
                raise
            logger.warning("The object storage does not answer: %s", error)
            self._rests_until = time.monotonic() + REST_SECONDS
            raise StorageAway from error
        else:
            self._rests_until = None
        finally:
            self._free.release()

    def _pass(self) -> None:
        with self._lock:
            if self._rests_until is None:
                return
            now = time.monotonic()
            if now < self._rests_until:
                raise StorageAway
            self._rests_until = now + REST_SECONDS  # the others wait for what this one finds


def _is_ill(error: Exception) -> bool:
    """Whether it is the storage's fault; that a file is not there is an answer."""
    if isinstance(error, ClientError):
        return _status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, (HTTPClientError, Unreachable))


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


# One thread is always left for pages that need no file.
_breaker = Breaker(max(1, settings.WEB_THREADS - 1))


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        with _breaker():
            return method(*args, **kwargs)

    return call


class ObjectFile(S3File):
    """Its content is fetched when it is first read."""

    _get_file = _guarded(S3File._get_file)
    file = property(_get_file, S3File._set_file)


class Stream:
    """What FileResponse wants to know of a body that is still on its way."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.size = answer["ContentLength"]
        self.read, self.close = answer["Body"].read, answer["Body"].close


@deconstructible(path="pekppp.base.files.object_storage.ObjectStorage")
class ObjectStorage(S3Storage):
    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "client_config": Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": 1},
                max_pool_connections=50,
            ),
            # In the thread that asked: one that nobody waits for cannot be counted.
            "transfer_config": TransferConfig(use_threads=False, num_download_attempts=1),
            "max_memory_size": settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
        }

    @_guarded
    def stream(self, name: str) -> Stream:
        """The file as it comes, for one reading. FileNotFoundError if there is none."""
        key = self._normalize_name(clean_name(name))
        with _found(name):
            answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
        return Stream(answer)

    @_guarded
    def _open(self, name: str, mode: str = "rb") -> S3File:
        with _found(name):
            return ObjectFile(self._normalize_name(clean_name(name)), mode, self)

    _save = _guarded(S3Storage._save)
    delete = _guarded(S3Storage.delete)
    exists = _guarded(S3Storage.exists)
    listdir = _guarded(S3Storage.listdir)
    size = _guarded(S3Storage.size)
    get_modified_time = _guarded(S3Storage.get_modified_time)


@contextmanager
def _found(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _status(error) == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(f"File does not exist: {name}") from None
        raise
