"""`python -m pekppp.serving.web`: granian, with limits that keep strangers' connections short and
few.

The same for the image, `make run` and the suite; how requests are then served says
`pekppp.serving.requests`.
"""

import argparse
import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

# A connection that sent no whole head of a request for so long is closed, an idle one too.
HEAD_SECONDS = 15
# Connections of one process, each of which may hold so much of a head in memory.
CONNECTIONS = 2048
HEAD_BYTES = 64 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m pekppp.serving.web")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--app", default="pekppp.serving.asgi:application")
    given = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 3 * CONNECTIONS  # connections, bodies and files
    resource.setrlimit(
        resource.RLIMIT_NOFILE,
        (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard),
    )
    Granian(
        given.app,
        address=given.host,
        port=given.port,
        workers=given.workers,
        interface=Interfaces.ASGINL,
        # Of the versions 1 alone ends a connection that says nothing at all.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=HEAD_BYTES
        ),
        websockets=False,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
