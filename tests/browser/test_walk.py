"""The whole cycle through the pages, on the real stack: web, workers, beat, as `make run` has them.

KemenPANRB opens a cycle; the Bagian Organisasi assigns; the operator fills and the head submits the
F01; ten people answer the survey; the evaluator scores; the province verifies; documents are
rendered; KemenPANRB validates and publishes; the public reads. The levels are those of the worked
example, so that the number at the end is known: 3,62.
"""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from pekppp.demo.accounts import PASSWORD
from pekppp.testing import maintenance
from tests.browser.conftest import PHONE, log_in, ready, sideways
from tests.browser.server import database_url, free_port
from tests.browser.test_f02 import arrived

ROOT = Path(__file__).resolve().parents[2]
NAME = "PEKPPP Uji Jalan"
UNIT = "RSUD Serayu (contoh)"
# Scores by indicator number: the worked example of the method, 3.6178 and so 3.62 B.
LEVELS = [int(n) for n in "342545321435243452434352342153"]
RESPONDENTS = 10
# What is scanned from the signed decree.
SIGNED = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

# It asks nothing of the test database; so marked it runs among the browser's tests, not after all.
pytestmark = [
    pytest.mark.walk,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def stack(release: Path) -> Iterator[str]:
    """`manage.py serve` with the demonstration, on data of its own; gives its address.

    Its database is a copy of the suite's empty one: `test_serve` and `make run` begin without.
    """
    var = Path(tempfile.mkdtemp(prefix="pekppp-", dir="/tmp"))
    port = free_port()
    name, template = f"pekppp_walk_{port}", connection.settings_dict["TEST"]["TEMPLATE"]
    environment = {
        key: value for key, value in os.environ.items() if key != "STATIC_FROM_SOURCES"
    } | {
        "PEKPPP_VAR": str(var),
        "PORT": str(port),
        "DEMO": "1",
        "STATIC_ROOT": str(release),
        "DATABASE_URL": database_url(name),
        "DATABASE_OWNER_URL": database_url(name, owner=True),
    }
    with maintenance() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        for line in process.stdout or ():
            said += line
            if "ready after" in line:
                break
        else:
            raise AssertionError(f"the stack never came up: {said}")
        # Nobody reads on, and a full pipe would stop it.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)
        with maintenance() as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        shutil.rmtree(var, ignore_errors=True)


def reloading(page: Page, condition: Callable[[], bool], what: str, seconds: int = 180) -> None:
    """Reload until a worker has done its part."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        page.wait_for_timeout(1000)
        page.reload()


def submit(page: Page, name: str) -> None:
    press(page, page.get_by_role("button", name=name, exact=True))


def press(page: Page, button: Locator) -> None:
    """Until the next page is there: going on at once would cut the request off."""
    with page.expect_navigation():
        button.click()


def saved(place: Locator) -> None:
    """Acknowledged: "belum tersimpan: tulis alasan" is another state."""
    expect(place.locator("[data-keadaan]")).to_have_text(re.compile("^tersimpan"))


def read_pdf(page: Page, link: str) -> str:
    response = page.request.get(link)
    assert response.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.body()))
    return re.sub(r"\s+", " ", " ".join(part.extract_text() for part in reader.pages))


def open_cycle(page: Page) -> str:
    """KemenPANRB: data, phases, lokus, opening. Returns the cycle's path."""
    today = date.today()  # noqa: DTZ011 - what a person types into the form
    page.goto("/siklus/baru/")
    page.select_option("select[name=skema]", "nasional")
    page.fill("input[name=nama]", NAME)
    page.fill("input[name=tahun]", "2026")
    # A period of its own, and so a survey of its own beside the demonstration's.
    page.fill("input[name=periode_mulai]", "2026-01-01")
    page.fill("input[name=periode_akhir]", "2026-06-30")
    page.locator("select[name=instrumen_a]").select_option(index=1)
    page.check("input[name=verifikasi]")
    submit(page, "Buat dan atur fase")
    if page.locator("input[name='fase-0-nama']").input_value() == "":
        submit(page, "Usulkan jadwal dari hari ini")
    for number in range(12):
        start = page.locator(f"input[name='fase-{number}-mulai']")
        if not start.count() or not start.input_value():
            continue
        start.fill((today - timedelta(days=1)).isoformat())
        page.fill(f"input[name='fase-{number}-akhir']", (today + timedelta(days=20)).isoformat())
    submit(page, "Simpan fase")
    expect(page.locator("main")).to_contain_text("fase disimpan")
    path = re.match(r".*(/siklus/[0-9a-f-]{36}/)", page.url).group(1)  # type: ignore[union-attr]
    page.goto(f"{path}lokus/")
    page.select_option("select[name='lokus-0-jenis_instansi']", "kabupaten")
    page.select_option("select[name='lokus-0-jenis_unit']", "rsud")
    submit(page, "Simpan dan periksa unitnya")
    expect(page.locator("main")).to_contain_text(UNIT)
    press(page, page.locator("main form[method=post] button[name=pilihan]").first)
    submit(page, "Ya, buka")  # having read what it comes to
    expect(page.locator("main")).to_contain_text("1 evaluasi dibuka")
    return path


def assign(page: Page, cycle: str, person: str, role: str) -> None:
    page.goto(f"{cycle}penugasan/")
    label = page.locator("select[name=orang] option", has_text=person).first.text_content()
    page.select_option("select[name=orang]", label=label.strip())  # type: ignore[union-attr]
    page.select_option("select[name=peran]", role)
    page.locator("input[name=pilih]").first.check()
    submit(page, "Tugaskan")
    submit(page, "Ya, tugaskan")
    expect(page.locator("main")).to_contain_text(person)


def fill_f01(page: Page) -> str:
    """The operator: from home to the F01, some answers, one piece of evidence."""
    page.goto("/beranda/")
    page.get_by_role("link", name=NAME, exact=True).click()
    evaluation = urlsplit(page.url).path
    page.goto(f"{evaluation}f01/I/")
    ready(page)
    first = page.locator("[data-pertanyaan=sp_ada]")
    first.get_by_label("Ya", exact=True).check()
    saved(first)
    # The follow-up questions appear with their parent.
    page.locator("#q-1-jumlah_layanan-isi").fill("12")
    page.locator("#q-1-jumlah_sp-isi").fill("12")
    page.locator("[data-pertanyaan=komponen_14]").get_by_label("Ya", exact=True).check()
    for soal in ("jumlah_layanan", "jumlah_sp", "komponen_14"):
        saved(page.locator(f"#q-1-{soal}"))
    expect(page.locator("#i-1")).to_contain_text("Usulan level 2")
    picker = page.locator("input[type=file]").first
    picker.set_input_files(
        files=[{"name": "Standar Pelayanan.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}]
    )
    expect(page.locator("#i-1")).to_contain_text("Standar Pelayanan.pdf tersimpan")
    page.reload()
    expect(page.locator("#q-1-jumlah_sp-isi")).to_have_value("12")
    assert sideways(page) == 0
    return evaluation


def a_pdf() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(stream, "PDF")
    return stream.getvalue()


def answer_survey(page: Page, link: str) -> None:
    """A citizen, without JavaScript."""
    page.goto(link)
    expect(page.locator("main")).to_contain_text("1. Persyaratan layanan")
    for item in range(1, 15):
        page.locator(f"input[name=b{item}][value='4']").check()
    submit(page, "Kirim jawaban")
    expect(page.locator("main")).to_contain_text("Terima kasih")


def send_answers(context: BrowserContext, link: str) -> None:
    """One more citizen; how the page is filled is looked at once."""
    page = context.request.get(link).text()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    form = hidden | {f"b{item}": "4" for item in range(1, 15)}
    assert "Terima kasih" in context.request.post(link, form=form).text()


def score(page: Page, number: int, level: int) -> None:
    """The level of the indicator that the page has arrived at."""
    arrived(page, number)
    panel = page.locator("form[data-panel=evaluator]")
    page.keyboard.press(str(level))
    expect(panel.locator(f"input[name=level][value='{level}']")).to_be_checked()
    if panel.get_attribute("data-acuan") not in ("", str(level)):  # "" is no suggestion
        reason = panel.get_by_label(re.compile("^Alasan berbeda"))
        reason.fill("Sesuai hasil observasi lapangan.")
        reason.blur()
    saved(panel)


def make_document(page: Page, evaluation: str, button: str, kind: str) -> str:
    """Ask for a document, wait for the worker while the list renews itself, return its text."""
    page.goto(f"{evaluation}dokumen/")
    page.get_by_role("button", name=button, exact=True).click()
    link = page.locator("main tr", has_text=kind).get_by_role("link", name=re.compile("^Unduh"))
    expect(link.first).to_be_visible(timeout=180_000)
    return read_pdf(page, link.first.get_attribute("href") or "")


def test_a_whole_cycle(stack: str, new_page: Callable[..., Page]) -> None:
    def person(login: str) -> Page:
        page = new_page(stack)
        log_in(page, f"{login}@contoh.id", PASSWORD)
        return page

    ministry, office = person("kemenpanrb"), person("bagian")
    cycle = open_cycle(ministry)
    assign(office, cycle, "Dwi Hartono", "lead")
    assign(person("biro"), cycle, "Yuni Astuti", "verify")

    operator = person("operator")
    evaluation = fill_f01(operator)
    operator.goto(f"{evaluation}survei/")
    survey = operator.locator("main").get_by_text(re.compile(r"/survei/[\w-]+/")).first
    link = (
        survey.input_value()
        if survey.evaluate("node => node.tagName") == "INPUT"
        else survey.text_content()
    )

    head = person("kepala")
    head.goto(f"{evaluation}f01/kirim/")
    head.check("input[name=setuju]")
    head.check("input[name=confirmed_gaps]")
    submit(head, "Kirim F01")
    expect(head.locator("main")).to_contain_text("F01 dikirim")

    address = urlsplit((link or "").strip()).path
    citizen = new_page(stack, PHONE, java_script_enabled=False)
    answer_survey(citizen, address)
    for _ in range(RESPONDENTS - 1):
        context = citizen.context.browser.new_context(base_url=stack, locale="id-ID")
        send_answers(context, address)
        context.close()

    evaluator = person("evaluator")
    evaluator.goto(f"{evaluation}f02/1/")
    for number, level in enumerate(LEVELS, start=1):
        score(evaluator, number, level)
        evaluator.keyboard.press("n")
    evaluator.goto(f"{evaluation}f02/")
    evaluator.locator("details.ditulis-baru summary").first.click()
    advice = evaluator.locator("form[action$='/rekomendasi/']").first
    advice.locator("textarea").fill("Tetapkan standar pelayanan dan tinjau setiap tahun.")
    advice.get_by_role("button").first.click()
    expect(evaluator.locator("main")).to_contain_text("Tetapkan standar pelayanan")
    submit(evaluator, "Selesaikan F02")
    explanation = evaluator.get_by_label("Penjelasan")
    if explanation.is_visible():
        explanation.fill("Terlihat saat observasi.")
    submit(evaluator, "Ya, selesaikan F02")
    expect(evaluator.locator("main")).to_contain_text("F02 selesai")

    minutes = make_document(evaluator, evaluation, "Buat berita acara", "Berita acara")
    assert "BERITA ACARA HASIL PEMANTAUAN DAN EVALUASI" in minutes
    assert "Tetapkan standar pelayanan dan tinjau setiap tahun." in minutes
    assert "3,62" not in minutes

    verifier = person("verifikator")
    verifier.goto(f"{evaluation}f02/")
    submit(verifier, "Nyatakan terverifikasi")

    # Watching: the worker has computed the figure.
    office.goto(f"/pemantauan/?q={UNIT.split(' (')[0]}")
    reloading(office, lambda: "3,62" in office.locator("main").inner_text(), "IPP 3,62")
    assert sideways(office) == 0

    number = cycle.split("/")[2]
    ministry.goto(f"/validasi/{number}/")
    ministry.locator("input[name=pilih]").first.check()
    submit(ministry, "Validasi yang dipilih")
    # Citizens of a walk answer in seconds, which is marked; whoever validates is asked about that.
    asked = ministry.get_by_role("button", name="Validasi tanpa tinjauan")
    if asked.count():
        press(ministry, asked)
    submit(ministry, "Ya, validasi")
    ministry.goto(f"/publikasi/{number}/")
    submit(ministry, "Bekukan 1 hasil")
    submit(ministry, "Ya, bekukan")
    expect(ministry.locator("main")).to_contain_text("Anda yang membekukan himpunan ini")

    publisher = person("penetap")
    publisher.goto(f"/publikasi/{number}/")
    publisher.fill("input[name=nomor]", "123 Tahun 2026")
    publisher.fill("input[name=tanggal]", date.today().isoformat())  # noqa: DTZ011  the day on the wall
    signed = {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": SIGNED}
    publisher.set_input_files("input[name=berkas]", signed)
    submit(publisher, "Terbitkan 1 hasil ini")
    heading = publisher.get_by_role("heading", name="Hasil yang terbit")
    reloading(publisher, lambda: heading.count() == 1, "the decree is carried out")
    expect(publisher.locator("main")).to_contain_text("3,62")

    report = make_document(ministry, evaluation, "Buat LHE", "LHE")
    assert "3,62" in report
    assert "PermenPANRB 29/2022" in report

    public = new_page(stack, PHONE)
    public.goto("/hasil/")
    public.get_by_role("link", name=re.compile(NAME)).first.click()
    expect(public.locator("main")).to_contain_text(UNIT)
    expect(public.locator("main")).to_contain_text("3,62")
    assert sideways(public) == 0
    public.get_by_role("link", name=UNIT).first.click()
    expect(public.locator("main")).to_contain_text("3,62")
    expect(public.locator("main")).to_contain_text("123 Tahun 2026")
    told = person("kepala")
    told.goto("/pemberitahuan/")
    expect(told.locator("main")).to_contain_text("sudah terbit")
