"""The shelf of common documents: who keeps it, who takes from it, and the flag that it spares."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import shelf as shelf_services
from evaluations.models import Berkas, Bukti, DokumenUmum
from pekppp.base.errors import Refused
from tests import factories
from tests.base.test_filetypes import PDF, plain_zip
from tests.evaluations.evidence.test_evidence import add, file


def put(by, instansi, content=PDF, name="perbup.pdf", **more):
    return shelf_services.add_shared(by=by, instansi=instansi, file=file(content, name), **more)


def page(instansi, name="shelf", *more):
    return reverse(f"evaluations:{name}", args=[instansi.uuid, *more])


def test_the_office_keeps_the_shelf_by_its_page(cast, as_user):
    office = as_user(cast.bagian)
    where = page(cast.banjarnegara, "shelf_add")
    said = {"berkas": file(), "nama": "Perbup SPM", "keterangan": "Semua unit"}
    assert office.post(where, said).status_code == 302
    row = DokumenUmum.objects.get()
    assert row.nama == "Perbup SPM.pdf"
    assert "Perbup SPM" in office.get(page(cast.banjarnegara)).content.decode()
    twice = office.post(where, {"berkas": file()}).content.decode()
    assert "sudah ada sebagai" in twice and DokumenUmum.objects.count() == 1
    refused = office.post(where, {"berkas": file(plain_zip(), "a.pdf")}).content.decode()
    assert "arsip (ZIP)" in refused
    got = office.get(page(cast.banjarnegara, "shelf_download", row.uuid))
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment;")
    office.post(page(cast.banjarnegara, "shelf_remove", row.uuid))
    assert not evidence_queries.shelf_of(cast.banjarnegara).exists()


def test_who_only_reads_changes_nothing_on_the_shelf(cast, as_user):
    row = put(cast.bagian, cast.banjarnegara)
    for person, seen, changes in (
        (cast.pimpinan, 200, 403),
        (cast.biro, 200, 403),
        (cast.operator, 404, 404),
        (cast.admin_tetangga, 404, 404),
    ):
        client = as_user(person)
        assert client.get(page(cast.banjarnegara)).status_code == seen
        assert client.post(page(cast.banjarnegara, "shelf_add")).status_code == changes
        url = page(cast.banjarnegara, "shelf_remove", row.uuid)
        assert client.post(url).status_code == changes
    with pytest.raises(PermissionDenied):
        put(cast.biro, cast.banjarnegara, PDF + b"\n")


def test_the_shelf_has_its_limits(cast, settings):
    settings.BUKTI_QUOTA_BYTES = len(PDF)
    put(cast.bagian, cast.banjarnegara)
    with pytest.raises(Refused, match="Dokumen bersama paling banyak"):
        put(cast.bagian, cast.banjarnegara, PDF + b"\n")


def test_a_unit_takes_from_its_own_shelf_and_those_above(cast, evaluasi, as_user):
    own = put(cast.bagian, cast.banjarnegara, keterangan="Dasar hukum")
    above = put(cast.biro, cast.jateng, PDF + b"\n", "pergub.pdf")
    top = put(cast.menpan, cast.nasional, PDF + b"\n\n", "permen.pdf")
    strange = put(cast.admin_tetangga, cast.tetangga, PDF + b"\n\n\n", "perbup-lain.pdf")
    unit = as_user(cast.operator)
    listed = unit.get(reverse("evaluations:evidence_sources", args=[evaluasi.uuid, 1]))
    text = listed.content.decode()
    for row in (own, above, top):
        assert row.nama in text
        look = reverse("evaluations:shelf_for_unit", args=[evaluasi.uuid, row.uuid])
        assert unit.get(look).status_code == 200
    assert strange.nama not in text
    take = reverse("evaluations:evidence_take", args=[evaluasi.uuid, 1])
    assert unit.post(take, {"dokumen": own.uuid}).status_code == 302
    assert unit.post(take, {"dokumen": strange.uuid}).status_code == 404
    assert unit.post(take, {"dokumen": "bukan"}).status_code == 404
    made = Bukti.objects.get()
    assert (made.berkas, made.dokumen_umum, made.keterangan) == (own.berkas, own, "Dasar hukum")
    assert Berkas.objects.count() == 4


def test_what_stands_on_the_shelf_raises_no_flag(cast, siklus, evaluasi):
    mine = add(cast.operator, evaluasi)
    theirs = factories.make_evaluasi(siklus, cast.puskesmas)
    add(cast.operator_puskesmas, theirs)
    assert evidence_queries.same_content([mine], evaluasi)
    row = put(cast.bagian, cast.banjarnegara)
    assert evidence_queries.same_content([mine], evaluasi) == {}
    shelf_services.remove_shared(by=cast.bagian, instansi=cast.banjarnegara, dokumen=row.uuid)
    assert evidence_queries.same_content([mine], evaluasi)


def test_the_shelf_of_a_stranger_spares_no_flag(cast, siklus, evaluasi):
    mine = add(cast.operator, evaluasi)
    add(cast.operator_tetangga, factories.make_evaluasi(siklus, cast.unit_tetangga))
    put(cast.admin_tetangga, cast.tetangga)
    assert evidence_queries.same_content([mine], evaluasi)


def test_a_document_taken_off_the_shelf_stays_as_evidence(cast, evaluasi, as_user):
    row = put(cast.bagian, cast.banjarnegara)
    unit = as_user(cast.operator)
    unit.post(reverse("evaluations:evidence_take", args=[evaluasi.uuid, 1]), {"dokumen": row.uuid})
    shelf_services.remove_shared(by=cast.bagian, instansi=cast.banjarnegara, dokumen=row.uuid)
    made = Bukti.objects.get()
    url = reverse("evaluations:evidence_download", args=[evaluasi.uuid, made.uuid])
    assert unit.get(url).status_code == 200


def test_lists_cost_the_same_with_one_and_three_documents(cast, siklus, evaluasi, as_user):
    """The shelf, what a unit may take, and the flags of three files that three units have."""
    office, unit, judge = as_user(cast.bagian), as_user(cast.operator), as_user(cast.evaluator)
    pages = [
        (office, page(cast.banjarnegara)),
        (unit, reverse("evaluations:evidence_sources", args=[evaluasi.uuid, 3])),
        (unit, reverse("evaluations:f01", args=[evaluasi.uuid, "I"])),
        (judge, reverse("evaluations:f01", args=[evaluasi.uuid, "I"])),
    ]

    def fill(number):
        content = PDF + b"\n" * number
        put(cast.bagian, cast.banjarnegara, content + b"%", f"perbup{number}.pdf")
        add(cast.operator, evaluasi, content, f"sk{number}.pdf")
        for who, other in others:
            add(who, other, content, f"sk{number}.pdf")

    def count():
        found = []
        for client, url in pages:
            client.get(url)
            with CaptureQueriesContext(connection) as queries_of:
                client.get(url)
            found.append(len(queries_of))
        return found

    others = [
        (cast.operator_puskesmas, factories.make_evaluasi(siklus, cast.puskesmas)),
        (cast.operator_tetangga, factories.make_evaluasi(siklus, cast.unit_tetangga)),
    ]
    fill(1)
    one = count()
    fill(2)
    fill(3)
    assert count() == one
