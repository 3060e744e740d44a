"""D7: the portal serves nothing unpublished, embargoed or withdrawn, by any address or format;
and the open data is what its description says."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Publikasi, Rekomendasi
from evaluations.progress.services.steps import advance
from evaluations.publication.services import decree_worker, decrees, publication, withdrawal
from evaluations.rules.workflow import Action
from reports.awards import lists
from reports.awards import queries as award_queries
from reports.awards import services as award_services
from reports.portal import openapi
from tests import factories
from tests.evaluations.ready import make_finished, make_validated
from tests.evaluations.recompute.test_d06_recompute import apply, corrected
from tests.workbooks import words_of

CANARY = "KENARIBELUMTERBIT"
FIGURE = "1.75"  # of the canary alone: everybody else has another


def public_routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, dict]]:
    """Name and converters of every address that needs no login, found and not remembered."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from public_routes(entry, inner)
        elif space == "reports:" and not getattr(entry.callback, "login_required", True):
            yield f"{space}{entry.name}", entry.pattern.converters


ROUTES = sorted(public_routes(get_resolver()), key=lambda route: route[0])


def addresses(siklus, unit) -> list[str]:
    latest = Publikasi.objects.filter(siklus=siklus).order_by("pk").last()
    known = {"siklus": siklus.uuid, "unit": unit.uuid, "instansi": unit.instansi.uuid}
    known["publikasi"] = latest.uuid if latest else siklus.uuid
    found = []
    for name, converters in ROUTES:
        values = {
            key: known.get(key, siklus.uuid if type(kind).__name__ == "UUIDConverter" else "x")
            for key, kind in converters.items()
        }
        found.append(reverse(name, kwargs=values))
    base = f"/hasil/{siklus.uuid}/"
    queries = ("q=RSUD", f"instansi={unit.instansi.nama}", "kategori=D", "urut=ipp")
    found += [
        f"{base}{path}?{query}" for query in queries for path in ("", "data.json", "data.csv")
    ]
    found += [f"{base}?tampil=instansi", "/hasil/?q=RSUD", f"{base}data.xlsx?q=RSUD"]
    return found


def text_of(response) -> str:
    if "spreadsheet" in response.get("Content-Type", ""):
        return words_of(response.content)
    return b"".join(response).decode(errors="replace")


def enter(cast, publikasi, **more) -> Publikasi:
    signed = SimpleUploadedFile("sk.pdf", f"%PDF-1.4 {CANARY}\n%%EOF\n".encode())
    values = {"nomor": f"SK {CANARY}", "tanggal": timezone.localdate(), "berkas": signed} | more
    return decrees.enter(by=cast.menpan, publikasi=publikasi, **values)


# How a result can exist and not be public -------------------------------------------------------


def finished(cast, siklus, unit) -> None:
    make_finished(cast, siklus, unit, level=1)


def validated(cast, siklus, unit) -> Evaluasi:
    evaluasi = make_validated(cast, siklus, unit, level=1)
    Rekomendasi.objects.create(
        instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi, aspek="I", teks=CANARY,
        oleh=cast.evaluator,
    )  # fmt: skip
    return evaluasi


def frozen(cast, siklus, unit) -> Publikasi:
    validated(cast, siklus, unit)
    return decrees.freeze(by=cast.menpan, siklus=siklus)


def decreed(cast, siklus, unit) -> None:
    enter(cast, frozen(cast, siklus, unit))


def under_embargo(cast, siklus, unit) -> None:
    enter(cast, frozen(cast, siklus, unit), embargo=timezone.now() + timedelta(hours=1))
    assert decree_worker.publish_next() is None


def half_published(cast, siklus, unit) -> None:
    """The canary's row is written; another member of the same decree is not yet."""
    make_validated(cast, siklus, factories.make_unit(cast.tetangga, "Zebra"), level=4)
    enter(cast, frozen(cast, siklus, unit))
    row = decrees.QUEUE.claim()
    decree_worker.CHUNK, before = 1, decree_worker.CHUNK
    try:
        while not HasilTerbit.objects.filter(evaluasi__unit=unit).exists():
            decree_worker._chunk(row)
    finally:
        decree_worker.CHUNK = before
    assert Publikasi.objects.get(pk=row.pk).status == "dikerjakan"


def rows_under_embargo(cast, siklus, unit) -> None:
    """Written although the time has not come: the portal looks at the clock itself."""
    enter(cast, frozen(cast, siklus, unit))
    decree_worker.publish_next()
    Publikasi.objects.filter(nomor=f"SK {CANARY}").update(
        embargo_sampai=timezone.now() + timedelta(hours=1)
    )


def withdrawn(cast, siklus, unit) -> None:
    """After everybody has seen it, so that every cache holds it."""
    enter(cast, frozen(cast, siklus, unit))
    decree_worker.publish_next()
    terbit = HasilTerbit.objects.get(evaluasi__unit=unit)
    for address in addresses(siklus, unit):
        Client().get(address)
    publication.withdraw(by=cast.menpan, terbit=terbit, reason=CANARY)


def decree_withdrawn(cast, siklus, unit) -> None:
    """At once, before any worker has taken its results back."""
    row = enter(cast, frozen(cast, siklus, unit))
    decree_worker.publish_next()
    for address in addresses(siklus, unit):
        Client().get(address)
    withdrawal.withdraw_decree(by=cast.menpan, publikasi=row, reason=CANARY)


def stepped_back(cast, siklus, unit) -> None:
    enter(cast, frozen(cast, siklus, unit))
    decree_worker.publish_next()
    evaluasi = Evaluasi.objects.get(unit=unit)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.TARIK, reason="x")


HIDDEN = [
    finished,
    validated,
    frozen,
    decreed,
    under_embargo,
    half_published,
    rows_under_embargo,
    withdrawn,
    decree_withdrawn,
    stepped_back,
]


# Where nothing else of the cycle is published the whole of it is a 404, however the result hides.
CASES = [(make, True) for make in HIDDEN] + [(finished, False), (decree_withdrawn, False)]


@pytest.mark.parametrize(("make", "beside"), CASES)
def test_d07_nothing_that_is_not_in_force_is_served(client, cast, siklus, make, beside):
    if beside:
        make_validated(cast, siklus, cast.puskesmas, level=5)
        publication.publish(
            by=cast.menpan, siklus=siklus, nomor="SK 1", tanggal=timezone.localdate()
        )
    unit = factories.make_unit(factories.make_instansi(f"Kota {CANARY}"), f"RSUD {CANARY}")
    # Nor that the evaluation of another one ended without a result, for the same decree lists it.
    other = factories.make_unit(unit.instansi, f"Dinas {CANARY}")
    ended = factories.make_evaluasi(siklus, other)
    advance(by=cast.menpan, evaluasi=ended, action=Action.TIDAK_MENGISI, reason=CANARY, surat="x")
    make(cast, siklus, unit)
    shown = f"/hasil/{siklus.uuid}/?tampil=tidak-dievaluasi"
    for address in [*addresses(siklus, unit), f"/hasil/unit/{other.uuid}/", shown]:
        response = client.get(address)
        assert response.status_code in (200, 404, 405), address
        said = text_of(response)
        # What a visitor asked for stands in the field he typed it into.
        for echo in (
            f'value="Kota {CANARY}"',
            f"instansi=Kota+{CANARY}",
            f"instansi=Kota {CANARY}",
        ):
            said = said.replace(echo, "")
        assert CANARY not in said, address
        assert FIGURE not in said and FIGURE.replace(".", ",") not in said, address
        if "/unit/" in address or str(unit.instansi.uuid) in address:
            assert response.status_code == 404, address
        if not beside and str(siklus.uuid) in address:
            assert response.status_code == 404, address


def test_d07_the_canary_is_everywhere_once_it_is_published(client, cast, siklus):
    """The test above means something: every address shows what is in force."""
    unit = factories.make_unit(factories.make_instansi(f"Kota {CANARY}"), f"RSUD {CANARY}")
    enter(cast, frozen(cast, siklus, unit))
    decree_worker.publish_next()
    silent = {"/data/openapi.json", "/hasil/data.json", "/hasil/", "/data/", "/en/"}
    for address in addresses(siklus, unit):
        if address in silent or "penghargaan" in address or "/verifikasi/" in address:
            continue
        said = text_of(client.get(address))
        assert CANARY in said or FIGURE in said or FIGURE.replace(".", ",") in said, address


def test_d07_every_public_address_is_cacheable_with_an_etag(client, cast, siklus):
    enter(cast, frozen(cast, siklus, cast.rsud))
    decree_worker.publish_next()
    for name, converters in ROUTES:
        values = {
            "siklus": siklus.uuid, "unit": cast.rsud.uuid, "instansi": cast.banjarnegara.uuid,
            "publikasi": Publikasi.objects.get().uuid,
        }  # fmt: skip
        if not set(converters) <= set(values):
            continue
        address = reverse(name, kwargs={key: values[key] for key in converters})
        if address.startswith("/verifikasi"):
            continue
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=300", address
        assert not first.cookies, address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        head = client.head(address)
        assert (head.status_code, head["ETag"]) == (200, first["ETag"]), address


def test_d07_a_decree_is_open_while_all_its_results_are(client, cast, siklus):
    """Its file names every result, so one that is withdrawn closes it; number and date stay."""
    make_validated(cast, siklus, cast.puskesmas, level=5)
    row = enter(cast, frozen(cast, siklus, cast.rsud))
    file = reverse("reports:decree_pdf", args=[siklus.uuid, row.uuid])
    assert client.get(file).status_code == 404
    decree_worker.publish_next()
    page = f"/hasil/{siklus.uuid}/"
    assert file in client.get(page).content.decode()
    assert file in client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert json.loads(client.get(f"{page}data.json").content)["keputusan"][0]["berkas"].endswith(
        file
    )
    assert CANARY.encode() in b"".join(client.get(file))
    publication.withdraw(
        by=cast.menpan, terbit=HasilTerbit.objects.get(evaluasi__unit=cast.rsud), reason="Salah."
    )
    assert client.get(file).status_code == 404
    said = client.get(page).content.decode()
    assert file not in said and f"SK {CANARY}" in said


def test_u15_an_earlier_decree_stays_open_for_all_that_it_still_carries(client, cast, siklus):
    """What a later one changes takes nothing of the rest away, and everyone is told."""
    make_validated(cast, siklus, cast.puskesmas, level=4)
    make_validated(cast, siklus, cast.rsud)
    first = enter(cast, decrees.freeze(by=cast.menpan, siklus=siklus), nomor="SK 1")
    decree_worker.publish_next()
    apply(cast, siklus, corrected(siklus.instrumen_a))  # another figure for one of the two
    second = enter(cast, decrees.freeze(by=cast.menpan, siklus=siklus), nomor="SK 2")
    decree_worker.publish_next()
    page = f"/hasil/{siklus.uuid}/"
    files = [reverse("reports:decree_pdf", args=[siklus.uuid, row.uuid]) for row in (first, second)]
    assert [client.get(file).status_code for file in files] == [200, 200]
    carried = "tetap berlaku untuk 1 hasil, selebihnya diubah dengan keputusan SK 2"
    for address in (page, f"/hasil/unit/{cast.puskesmas.uuid}/"):
        assert " ".join(client.get(address).content.decode().split()).count(carried) == 1
    # Withdrawn with nothing in its place: no file that names it is open.
    current = HasilTerbit.objects.get(evaluasi__unit=cast.rsud, ditarik_pada__isnull=True)
    publication.withdraw(by=cast.menpan, terbit=current, reason="Salah.")
    assert [client.get(file).status_code for file in files] == [404, 404]
    said = client.get(page).content.decode()
    assert "SK 1" in said and "selebihnya diubah" not in said


# The open data ----------------------------------------------------------------------------------

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "null": type(None),
}


def problems(value: Any, schema: dict, whole: dict, place: str = "$") -> Iterator[str]:
    """What of a value is not as its schema says: as much of JSON Schema as we use."""
    if "$ref" in schema:
        found = whole
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        yield from problems(value, found, whole, place)
        return
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    fits = any(
        isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
        for kind in kinds
    )
    if kinds and not fits:
        yield f"{place}: {value!r} is no {kinds}"
        return
    if isinstance(value, dict) and "properties" in schema:
        for key in schema.get("required", []):
            if key not in value:
                yield f"{place}: {key} is missing"
        for key, inner in value.items():
            if key in schema["properties"]:
                yield from problems(inner, schema["properties"][key], whole, f"{place}.{key}")
            elif schema.get("additionalProperties") is False:
                yield f"{place}: {key} is not described"
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from problems(inner, schema.get("items", {}), whole, f"{place}[{number}]")


@pytest.fixture
def published(cast, siklus):
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    made = make_validated(cast, siklus, cast.rsud)
    Rekomendasi.objects.create(
        instansi=made.instansi, siklus=siklus, evaluasi=made, aspek="I", teks="Tetapkan SP.",
        oleh=cast.evaluator,
    )  # fmt: skip
    make_validated(cast, siklus, factories.make_unit(kl, "Balai"), level=5)
    enter(cast, decrees.freeze(by=cast.menpan, siklus=siklus), nomor="1")
    decree_worker.publish_next()


def described(client) -> dict:
    return json.loads(client.get("/data/openapi.json").content)


def test_d07_every_json_answer_fits_its_schema(client, cast, siklus, published):
    award_services.propose_usual(by=cast.menpan, siklus=siklus)
    made = lists.made(siklus, [row.aturan for row in award_queries.lists_of(siklus)])
    award_services.release(by=cast.menpan, siklus=siklus, expected=lists.digest(made))
    whole = described(client)
    checked = 0
    for path, item in whole["paths"].items():
        publikasi = Publikasi.objects.get().uuid
        address = path.format(siklus=siklus.uuid, unit=cast.rsud.uuid, publikasi=publikasi)
        response = client.get(address)
        assert response.status_code == 200, address
        ((media, content),) = item["get"]["responses"]["200"]["content"].items()
        assert response["Content-Type"].startswith(media), address
        if "schema" in content:
            answer = json.loads(response.content)
            assert list(problems(answer, content["schema"], whole)) == [], address
            assert answer["data"], address
            checked += 1
    assert checked == 7


def test_d07_the_description_names_every_address_of_the_data(client, db):
    names = {f"00000000-0000-0000-0000-00000000000{n}": key for n, key in enumerate(
        ("siklus", "unit", "publikasi")
    )}  # fmt: skip
    routed = set()
    for name, converters in ROUTES:
        if set(converters) <= set(names.values()):
            address = reverse(name, kwargs={k: v for v, k in names.items() if k in converters})
            for value, key in names.items():
                address = address.replace(value, f"{{{key}}}")
            if address.endswith((".csv", ".json", ".xlsx", ".pdf")):
                routed.add(address)
    assert routed - {"/data/openapi.json"} == set(described(client)["paths"])


def test_d07_a_schema_that_is_broken_is_noticed(client, cast, siklus, published):
    whole = described(client)
    answer = json.loads(client.get(f"/hasil/{siklus.uuid}/data.json").content)
    schema = {"$ref": "#/components/schemas/JawabanUnit"}
    for broken in ({"ipp": "3,25"}, {"ipp": None}, {"catatan": "x"}, {"responden": True}):
        wrong = answer | {"data": [answer["data"][0] | broken]}
        assert list(problems(wrong, schema, whole)), broken
    short = {key: value for key, value in answer.items() if key != "lisensi"}
    assert list(problems(short, schema, whole))


def test_d07_json_csv_and_page_say_the_same_figure_with_its_source(client, cast, siklus, published):
    rows = json.loads(client.get(f"/hasil/{siklus.uuid}/data.json").content)["data"]
    row = next(row for row in rows if row["unit"] == cast.rsud.nama)
    assert (row["ipp"], row["kategori"], row["skema"]) == (3.25, "B-", "Nasional")
    assert (row["penilai"], row["metode_aspek"]) == (
        cast.banjarnegara.nama,
        "jumlah nilai kali bobot indikator",
    )
    assert set(row) == {field.key for field in openapi.UNIT_FIELDS}
    table = client.get(f"/hasil/{siklus.uuid}/data.csv").content.decode()
    assert f"{cast.rsud.nama},{cast.banjarnegara.nama}" in table and "3.25,B-" in table


def test_d07_the_summary_names_the_method_of_every_mean(client, cast, siklus, published):
    rows = json.loads(client.get(f"/hasil/{siklus.uuid}/rekap.json").content)["data"]
    found = {(row["kelompok"], row["nama"]): row for row in rows}
    assert found["Nasional", "Nasional"]["nilai"] == 4.0  # (3.25 + 4.75) / 2
    assert found["Nasional", "Kementerian/Lembaga"]["nilai"] == 4.75
    assert found["Wilayah provinsi", "Wilayah Jawa Tengah"]["nilai"] == 3.25
    assert ("Wilayah provinsi", "Kementerian Contoh") not in found
    assert found["Sektor", "Kesehatan"]["anggota"] == 2
    assert found["Aspek", "Kebijakan Pelayanan"]["nilai"] == 4.0
    assert all(row["metode"] and row["skema"] == "Nasional" for row in rows)
    assert len([row for row in rows if row["kelompok"] == "Indikator"]) == 31


def test_d07_aspects_and_indicators_are_averaged_by_province_instansi_kind_and_sector(
    client, cast, siklus, published
):
    rows = json.loads(client.get(f"/hasil/{siklus.uuid}/aspek.json").content)["data"]
    found = {(r["menurut"], r["nama"], r["kode"]): (r["nilai"], r["anggota"]) for r in rows}
    assert found["Wilayah provinsi", "Wilayah Jawa Tengah", "I"] == (3.0, 1)
    assert found["Instansi", "Kementerian Contoh", "A-1"] == (5.0, 1)
    assert found["Sektor", "Kesehatan", "VI"] == (4.0, 2)
    assert ("Wilayah provinsi", "Kementerian Contoh", "I") not in found
    page = f"/hasil/{siklus.uuid}/aspek/"
    said = client.get(page, {"menurut": "instansi", "aspek": "V"}).content.decode()
    assert 'class="number">5,00 <small class="muted">(1)</small>' in said and "<svg" in said
    for query in ({"menurut": "x", "aspek": "\x00"}, {"halaman": "x"}):
        assert "Wilayah Jawa Tengah" in client.get(page, query).content.decode()


def test_d07_a_mandiri_cycle_has_no_national_figure(client, cast):
    own = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    make_validated(cast, own, cast.rsud)
    publication.publish(by=cast.bagian, siklus=own, nomor="1", tanggal=timezone.localdate())
    rows = json.loads(client.get(f"/hasil/{own.uuid}/rekap.json").content)["data"]
    assert not [row for row in rows if row["kelompok"] == "Nasional"]


def test_d07_a_year_without_evaluation_is_said(client, cast, siklus):
    """Said of a unit that was not evaluated; of one whose result is on its way it is not."""
    earlier = factories.make_siklus(cast.nasional, nama="Lama", tahun=2024)
    make_validated(cast, earlier, cast.rsud)
    make_validated(cast, earlier, cast.puskesmas)
    publication.publish(by=cast.menpan, siklus=earlier, nomor="1", tanggal=timezone.localdate())
    make_validated(cast, siklus, factories.make_unit(cast.jateng, "Samsat"))
    publication.publish(by=cast.menpan, siklus=siklus, nomor="1", tanggal=timezone.localdate())
    make_finished(cast, siklus, cast.puskesmas)
    said = {
        unit.nama: client.get(f"/hasil/unit/{unit.uuid}/").content.decode()
        for unit in (cast.rsud, cast.puskesmas)
    }
    assert "Tidak dievaluasi tahun ini" in said[cast.rsud.nama]
    assert "Tidak dievaluasi tahun ini" not in said[cast.puskesmas.nama]
    assert "Belum ada hasil yang terbit" in said[cast.puskesmas.nama]


def test_d07_a_unit_s_page_has_a_sentence_to_quote_and_a_contact(
    client, cast, siklus, published, settings
):
    settings.PORTAL_CONTACT = "pekppp@contoh.go.id"
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    for words in (
        f"IPP {cast.rsud.nama} ({cast.banjarnegara.nama}) tahun 2026 adalah 3,25, kategori B-",
        f"skema Nasional, dinilai oleh {cast.banjarnegara.nama}",
        f"Sampaikan kepada {cast.nasional.nama} (pekppp@contoh.go.id)",
        "CC BY 4.0",
    ):
        assert words in page


def test_d07_the_map_links_every_province_that_has_a_figure(client, cast, siklus, published):
    page = client.get(f"/hasil/{siklus.uuid}/rekap/").content.decode()
    assert 'aria-label="Wilayah Jawa Tengah: 3,25"' in page
    assert page.count("<rect") == 38
    assert page.count('aria-label="Wilayah Jawa Timur') == 0  # no figure, no link


def test_d07_only_the_organiser_sees_who_needs_coaching(client, cast, siklus, published, as_user):
    public = client.get(f"/hasil/{siklus.uuid}/penghargaan/").content.decode()
    assert "belum merilis" in public
    assert "pembinaan" not in public
    own = as_user(cast.menpan).get(f"/publikasi/{siklus.uuid}/penghargaan/").content.decode()
    assert "Prioritas pembinaan" in own
    assert as_user(cast.bagian).get(f"/publikasi/{siklus.uuid}/penghargaan/").status_code in (
        403,
        404,
    )
