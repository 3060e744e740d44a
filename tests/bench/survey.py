"""`make bench`: what the survey costs, each beside a plain measure of the same machine and run.

Not in the suite: figures of a busy machine say little, and only the ratios are promised.

1. A full recount of a million responses over 35,000 units, beside one SQL aggregate over the same
   table that writes its rows. At most three times as long.
2. Answers a second through the real server, beside a bare view with one INSERT. At least 60 %,
   and none lost.

BENCH_SECONDS (default 60) is how long each burst lasts altogether, BENCH_RESPONSES how many rows.
"""

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent.parent
RESPONSES = int(os.environ.get("BENCH_RESPONSES", "1000000"))
UNITS = int(os.environ.get("BENCH_UNITS", "35000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
ROUNDS = 3
CLIENTS = 16
ITEMS = 14

_BASE = (
    "INSERT INTO bench_rekap SELECT survei_id, count(*), "
    + ", ".join(f"sum(butir[{n}]), count(butir[{n}])" for n in range(1, ITEMS + 1))
    + " FROM evaluations_respons WHERE NOT dikecualikan GROUP BY survei_id"
)


def main() -> int:
    var = Path(tempfile.mkdtemp(prefix="pekppp-bench-", dir="/var/tmp"))
    var.chmod(0o755)
    os.environ.update(
        PEKPPP_VAR=str(var),
        DJANGO_SETTINGS_MODULE="pekppp.settings",
        DEMO="0",
        DATABASE_POOL="1",
        LOG_LEVEL="ERROR",
        SURVEY_RATE_PER_ADDRESS="100000000",
        SURVEY_RATE_PER_LINK="100000000",
        STATIC_FROM_SOURCES="1",
    )
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    sys.path.insert(0, str(ROOT))
    from pekppp import embedded

    embedded.ensure(var)
    try:
        return _measure()
    finally:
        embedded.stop(var)
        shutil.rmtree(var, ignore_errors=True)


def _measure() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from tests.bench.seed import seed, settle

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(f"{RESPONSES:,} responses over {UNITS:,} units are being made ...", flush=True)
    with transaction.atomic():
        survei = seed(UNITS, RESPONSES)
    settle()
    slow = _recount()
    connection.close()
    fast, lost = _burst(survei)
    return 0 if slow <= 3 and fast >= 0.6 and not lost else 1


def _timed(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _recount() -> float:
    from django.db import connection

    from evaluations.services.survey_tally import recount

    columns = ", ".join(f"s{n} bigint, c{n} bigint" for n in range(1, ITEMS + 1))

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_rekap")
            cursor.execute(f"CREATE TABLE bench_rekap (survei_id bigint, n bigint, {columns})")
            cursor.execute(_BASE)

    ours, base = [], []
    for _ in range(ROUNDS):
        base.append(_timed(plain))
        ours.append(_timed(recount))
    ratio = statistics.median(ours) / statistics.median(base)
    print(
        f"recount: median {statistics.median(ours):.1f} s, one SQL aggregate "
        f"{statistics.median(base):.1f} s, ratio {ratio:.2f} (at most 3)",
        flush=True,
    )
    return ratio


def _burst(survei: object) -> tuple[float, int]:
    """Answers and bare inserts in turns, so that both meet the same machine."""
    from django.db import connection

    from evaluations.models import Respons, TautanSurvei

    token = TautanSurvei.objects.get(unit_id=survei.unit_id).token
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_insert (id bigserial PRIMARY KEY, teks text)")
    before = Respons.objects.count()
    connection.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    granian = Path(sys.executable).with_name("granian")
    command = [
        *(str(granian), "tests.bench.wsgi:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "8", "--log-level", "error"),
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(port)

        def answer() -> tuple[str, str]:
            items = {f"b{n}": "4" for n in range(1, ITEMS + 1)}
            data = {"kunci": str(uuid4()), "survei": str(survei.uuid), **items}
            return f"/survei/{token}/", urlencode(data)

        def bare() -> tuple[str, str]:
            return "/bench/", urlencode({"teks": str(uuid4())})

        ours, base, accepted = [], [], 0
        for _ in range(ROUNDS + 1):  # the first round of each warms up
            base.append(_load(port, bare, 200)[0])
            rate, done = _load(port, answer, 302)
            ours.append(rate)
            accepted += done
    finally:
        server.terminate()
        server.wait(20)
    lost = before + accepted - Respons.objects.count()
    ratio = statistics.median(ours[1:]) / statistics.median(base[1:])
    print(
        f"submit: median {statistics.median(ours[1:]):.0f} a second, a bare view with one INSERT "
        f"{statistics.median(base[1:]):.0f}, ratio {ratio:.2f} (at least 0.60); "
        f"{accepted} accepted, {lost} lost",
        flush=True,
    )
    return ratio, lost


def _load(port: int, made: Callable[[], tuple[str, str]], expected: int) -> tuple[float, int]:
    """Accepted requests a second, and how many; every connection stays open."""
    until = time.monotonic() + SECONDS / (2 * (ROUNDS + 1))

    def client(_: int) -> int:
        done = 0
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        while time.monotonic() < until:
            path, body = made()
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            response.read()
            if response.status == expected:
                done += 1
        connection.close()
        return done

    begun = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(client, range(CLIENTS)))
    return done / (time.monotonic() - begun), done


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
