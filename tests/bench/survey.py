"""`make bench`: what the survey costs, each beside a plain measure of the same machine and run.

Not in the suite: figures of a busy machine say little, and only the ratios are promised.

1. A full recount of a million responses over 35,000 units, beside one SQL aggregate over the same
   table that writes its rows. At most three times as long.
2. Answers a second through the real server, beside a bare view with one INSERT in short turns. At
   least 60 % in the median turn.
3. Answers while a worker counts them. None is lost, and the tallies are those of a recount.

BENCH_SECONDS (default 60) is how long 2 and 3 last each, BENCH_RESPONSES how many rows 1 counts.
"""

import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent.parent
RESPONSES = int(os.environ.get("BENCH_RESPONSES", "1000000"))
UNITS = int(os.environ.get("BENCH_UNITS", "35000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
ROUNDS = 3
TURNS = 20  # of answers and bare inserts
CLIENTS = 16
ANSWERED = 50  # surveys that the answers go to
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
        WEB_THREADS="8",
        LOG_LEVEL="ERROR",
        SURVEY_RATE_PER_ADDRESS="100000000",
        SURVEY_RATE_PER_LINK="100000000",
        STATIC_FROM_SOURCES="1",
    )
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    sys.path.insert(0, str(ROOT))
    from pekppp.running import embedded

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

    from evaluations.models import Survei
    from pekppp.running import database_roles
    from tests.bench.seed import seed, settle

    with database_roles.as_owner():  # makes tables of its own, and rows without history
        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0)
        print(f"{RESPONSES:,} responses over {UNITS:,} units are being made ...", flush=True)
        with transaction.atomic():
            seed(UNITS, RESPONSES)
        settle()
        surveys = list(Survei.objects.order_by("-pk")[:ANSWERED])
        slow = _recount()
        with connection.cursor() as cursor:
            number = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
            cursor.execute(f"CREATE TABLE bench_insert (id {number}, teks text)")
    fast, wrong = _burst(surveys)
    return 0 if slow <= 3 and fast >= 0.6 and not wrong else 1


def _timed(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _recount() -> float:
    from django.db import connection

    from evaluations.survey.services.tally import recount

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


def _burst(surveys: list[Any]) -> tuple[float, int]:
    """Answers and bare inserts in short turns, so that both meet the same machine; then a long
    run of answers while a worker counts them."""
    from django.db import connection
    from django.utils import timezone

    from evaluations.models import Respons
    from evaluations.survey.services.traces import stamp
    from evaluations.survey.views.survey import page_of

    tokens = _tokens(surveys)
    before = Respons.objects.count()
    connection.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = [
        *("python", "-m", "pekppp.serving.web", "--port", str(port)),
        *("--app", "tests.bench.web:application"),
    ]
    celery = [
        *("celery", "--app", "pekppp", "--quiet", "worker", "--pool", "solo", "--without-gossip"),
        *("--without-mingle", "--queues", "celery", "--loglevel", "error"),
    ]
    items = urlencode({f"b{n}": "4" for n in range(1, ITEMS + 1)})

    opened = timezone.now() - timedelta(minutes=2)

    def answer() -> tuple[str, str]:
        uuid, token = random.choice(tokens)  # noqa: S311
        kunci = str(uuid4())
        dibuka = stamp(halaman=page_of(token, uuid), kunci=kunci, pada=opened)
        return f"/survei/{token}/", f"kunci={kunci}&survei={uuid}&dibuka={dibuka}&{items}"

    def bare() -> tuple[str, str]:
        return "/bench/", f"teks={uuid4()}"

    accepted = 0
    ratios, ours, base = [], [], []
    with _process(web):
        _wait_for(port)
        for number in range(TURNS + 1):
            kinds = [(bare, 200), (answer, 302)]
            rates = {}
            for made, expected in kinds if number % 2 else reversed(kinds):
                rates[made], done = _load(port, made, expected, SECONDS / (2 * TURNS))
                accepted += done if made is answer else 0
            if number:  # the first warms up
                ours.append(rates[answer])
                base.append(rates[bare])
                ratios.append(rates[answer] / rates[bare])
        ratio = statistics.median(ratios)
        print(
            f"submit: median {statistics.median(ours):.0f} a second, a bare view with one INSERT "
            f"{statistics.median(base):.0f}; ratio in {TURNS} turns: median {ratio:.2f}, "
            f"{min(ratios):.2f} to {max(ratios):.2f} (median at least 0.60)",
            flush=True,
        )
        with _process(celery):
            rate, done = _load(port, answer, 302, SECONDS)
            accepted += done
    lost = before + accepted - Respons.objects.count()
    print(
        f"while a worker counts: {rate:.0f} a second for {SECONDS:.0f} s; "
        f"{accepted} accepted in all, {lost} lost",
        flush=True,
    )
    return ratio, lost + _miscounted(before + accepted)


def _tokens(surveys: list[Any]) -> list[tuple[str, str]]:
    from evaluations.models import TautanSurvei

    links = TautanSurvei.objects.filter(unit__in=[survei.unit_id for survei in surveys])
    of_unit = dict(links.values_list("unit_id", "token"))
    return [(str(survei.uuid), of_unit[survei.unit_id]) for survei in surveys]


def _miscounted(responses: int) -> int:
    """How many surveys the worker's tally and a recount disagree on, once nothing waits."""
    from evaluations.models import RekapSurvei, Respons
    from evaluations.survey.services import tally as tally_services

    def stored() -> dict[int, tuple[Any, ...]]:
        fields = [f.attname for f in RekapSurvei._meta.fields if f.attname not in ("id", "pada")]
        return {row[1]: row for row in RekapSurvei.objects.values_list(*fields)}

    waiting = Respons.objects.filter(dihitung=False).count()
    tally_services.count_all()
    running = stored()
    tally_services.recount()
    anew = stored()
    wrong = sum(running.get(pk) != row for pk, row in anew.items()) + len(running.keys() - anew)
    counted = sum(row[2] + row[7] for row in anew.values())  # jumlah and dikecualikan
    print(
        f"{waiting} were still to be counted at the end; {counted} of {responses} are in the "
        f"tallies, {wrong} of {len(anew)} surveys differ from the recount",
        flush=True,
    )
    return wrong + responses - counted


@contextmanager
def _process(command: list[str]) -> Iterator[None]:
    program = str(Path(sys.executable).with_name(command[0]))
    process = subprocess.Popen([program, *command[1:]], cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def _load(
    port: int, made: Callable[[], tuple[str, str]], expected: int, seconds: float
) -> tuple[float, int]:
    """Accepted requests a second, and how many; every connection stays open."""
    until = time.monotonic() + seconds

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
