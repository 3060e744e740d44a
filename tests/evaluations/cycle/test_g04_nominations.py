"""G4: an instansi nominates, asks for another unit or for an exemption; the organiser decides."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries.lokus import exemptions_of
from evaluations.cycle.services import proposals
from evaluations.cycle.services.cycles import LokusRule
from evaluations.cycle.services.opening import open_siklus
from evaluations.cycle.services.preview import preview_opening
from evaluations.models import Evaluasi, UsulanLokus
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.cycle.lokus import LETTER, nominating, with_rules
from tests.stage import stage

Jenis, Status = UsulanLokus.Jenis, UsulanLokus.Status
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@stage.fixture
def second(cast):
    """Banjarnegara has two RSUD."""
    return factories.make_unit(cast.banjarnegara, "RSUD Kedua")


@stage.fixture
def asking(cast, second):
    """A cycle that takes one RSUD of each kabupaten, as nominated."""
    return nominating(cast)


def statuses(cast, siklus):
    rows = preview_opening(by=cast.menpan, siklus=siklus).rows
    return {row.unit or row.instansi: row.status.value for row in rows}


def nominate(cast, siklus, *units, by=None, instansi=None):
    return proposals.nominate(
        by=by or cast.bagian,
        siklus=siklus,
        instansi=instansi or cast.banjarnegara,
        units=units,
        alasan="Paling banyak dikunjungi.",
    )


def exempt(cast, siklus, by=None, **what):
    return proposals.ask_exemption(
        by=by or cast.bagian,
        siklus=siklus,
        instansi=cast.banjarnegara,
        alasan="Sedang dibangun.",
        letter=LETTER,
        **what,
    )


def accept(cast, siklus, *rows):
    return proposals.decide(by=cast.menpan, siklus=siklus, usulan=rows, accept=True)


# Nomination ---------------------------------------------------------------------------------------


def test_g04_a_nomination_waits_is_accepted_and_is_what_opens(cast, asking, second):
    assert statuses(cast, asking)[second] == "pilih"
    assert nominate(cast, asking, second) == 1
    assert statuses(cast, asking)[second] == "dinominasikan"
    assert [row.user for row in Notice.objects.filter(kind="usulan_lokus")] == [cast.menpan]
    accept(cast, asking, UsulanLokus.objects.get())
    assert Notice.objects.filter(user=cast.bagian).get().subject == (
        "1 usulan lokus Kabupaten Banjarnegara diterima."
    )
    assert statuses(cast, asking) == {
        second: "terpilih",
        cast.rsud: "di_luar",
        cast.unit_tetangga: "otomatis",
    }
    open_siklus(by=cast.menpan, siklus=asking)
    assert {row.unit for row in Evaluasi.objects.all()} == {second, cast.unit_tetangga}
    assert AuditEntry.objects.filter(action="terima_usulan_lokus").count() == 1


def test_g04_after_the_date_the_instansi_nominates_no_more_and_the_organiser_chooses(
    cast, asking, second
):
    asking.nominasi_sampai = timezone.now() - timedelta(minutes=1)
    asking.save()
    with pytest.raises(Refused, match="Masa usulan berakhir"):
        nominate(cast, asking, second)
    assert proposals.choose(by=cast.menpan, siklus=asking, units=[cast.rsud]) == 1
    assert statuses(cast, asking)[cast.rsud] == "terpilih"
    assert not Notice.objects.exists()  # nobody had proposed anything


def test_g04_a_cycle_that_asks_for_nothing_takes_no_nomination(cast, asking, second):
    asking.nominasi_sampai = None
    asking.save()
    with pytest.raises(Refused, match="tidak meminta"):
        nominate(cast, asking, second)


@pytest.mark.parametrize("who", ["evaluator", "operator", "kepala", "pimpinan", "siapapun"])
def test_g04_only_the_owner_s_admins_nominate_and_only_the_organiser_decides(
    cast, asking, second, who
):
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        nominate(cast, asking, second, by=person)
    nominate(cast, asking, second)
    row = UsulanLokus.objects.get()
    for by in (person, cast.bagian, cast.biro, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            proposals.decide(by=by, siklus=asking, usulan=[row], accept=True)
        with pytest.raises(PermissionDenied):
            proposals.choose(by=by, siklus=asking, units=[second])


def test_g04_no_more_are_nominated_than_there_is_room_for(cast, asking, second):
    with pytest.raises(Refused, match="Paling banyak 1 RSUD"):
        nominate(cast, asking, second, cast.rsud)
    nominate(cast, asking, second)
    with pytest.raises(Refused, match="sudah diusulkan 1"):
        nominate(cast, asking, cast.rsud)
    with pytest.raises(Refused, match="Tidak dapat diusulkan: RSUD Kedua"):
        nominate(cast, asking, second)
    for units, words in (((), "Centang"), ((cast.puskesmas,), "Tidak dapat diusulkan")):
        with pytest.raises(Refused, match=words):
            nominate(cast, asking, *units)
    with pytest.raises(Refused, match="Tidak dapat diusulkan"):
        nominate(cast, asking, cast.unit_tetangga)


def test_g04_a_refusal_says_why_and_leaves_room_for_another(cast, asking, second):
    nominate(cast, asking, second)
    row = UsulanLokus.objects.get()
    with pytest.raises(Refused) as refused:
        proposals.decide(by=cast.menpan, siklus=asking, usulan=[row], accept=False)
    assert refused.value.field == "catatan"
    proposals.decide(by=cast.menpan, siklus=asking, usulan=[row], accept=False, catatan="Baru.")
    assert "Baru." in Notice.objects.get(user=cast.bagian).body
    assert nominate(cast, asking, cast.rsud) == 1


def test_g04_the_instansi_takes_back_what_nobody_has_decided(cast, asking, second):
    nominate(cast, asking, second)
    row = UsulanLokus.objects.get()
    proposals.take_back(by=cast.bagian, usulan=row)
    assert statuses(cast, asking)[second] == "pilih"
    assert Notice.objects.filter(user=cast.menpan).count() == 2
    with pytest.raises(Refused, match="Sudah diputus atau ditarik"):
        accept(cast, asking, row)


def test_g04_accepting_more_than_there_is_room_for_names_every_instansi(cast, asking, second):
    third = factories.make_unit(cast.tetangga, "RSUD Ketiga")
    nominate(cast, asking, second)
    nominate(cast, asking, third, by=cast.admin_tetangga, instansi=cast.tetangga)
    waiting = list(UsulanLokus.objects.all())
    proposals.choose(by=cast.menpan, siklus=asking, units=[cast.rsud, cast.unit_tetangga])
    with pytest.raises(Refused) as refused:
        accept(cast, asking, *waiting)
    assert "Kabupaten Banjarnegara: terpilih 2 RSUD" in refused.value.message
    assert "Kabupaten Tetangga: terpilih 2 RSUD" in refused.value.message
    assert {row.status for row in UsulanLokus.objects.filter(pk__in=[r.pk for r in waiting])} == {
        Status.MENUNGGU
    }


def test_g04_deciding_many_costs_hardly_more_than_deciding_one(cast):
    siklus = nominating(cast)
    costs = []
    for size in (1, 5):
        rows = []
        for number in range(size):
            place = factories.make_instansi(f"Kabupaten {size}-{number}", induk=cast.jateng)
            factories.member(
                factories.make_user(f"admin{size}{number}"), Role.ADMIN_INSTANSI, place
            )
            units = [factories.make_unit(place, f"RSUD {n} {size}-{number}") for n in (1, 2)]
            rows.append(
                UsulanLokus.objects.create(
                    siklus=siklus, instansi=place, jenis=Jenis.NOMINASI, unit=units[0],
                    alasan="A", oleh=cast.menpan,
                )
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            accept(cast, siklus, *rows)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_g04_the_instansi_that_have_to_nominate_are_asked(cast, asking, second):
    assert proposals.ask_for_nominations(by=cast.menpan, siklus=asking) == 1
    assert [row.user for row in Notice.objects.all()] == [cast.bagian]
    nominate(cast, asking, second)
    accept(cast, asking, UsulanLokus.objects.get())
    with pytest.raises(Refused, match="Tidak ada instansi"):
        proposals.ask_for_nominations(by=cast.menpan, siklus=asking)


# Choosing -----------------------------------------------------------------------------------------


def test_g04_a_choice_is_kept_until_it_is_released_or_opened(cast, asking, second):
    proposals.choose(by=cast.menpan, siklus=asking, units=[second])
    with pytest.raises(Refused, match="terpilih 2 RSUD, tersisa 1 dari jatah 1"):
        proposals.choose(by=cast.menpan, siklus=asking, units=[cast.rsud])
    assert proposals.release(by=cast.menpan, siklus=asking, units=[second]) == 1
    with pytest.raises(Refused):
        proposals.release(by=cast.menpan, siklus=asking, units=[second])
    proposals.choose(by=cast.menpan, siklus=asking, units=[cast.rsud])
    opened = open_siklus(by=cast.menpan, siklus=asking)
    assert (opened.created, opened.unchosen) == (2, [])
    assert Evaluasi.objects.filter(unit=cast.rsud).exists()


def test_g04_releasing_what_an_instansi_had_nominated_is_told(cast, asking, second):
    nominate(cast, asking, second)
    proposals.choose(by=cast.menpan, siklus=asking, units=[second])
    proposals.release(by=cast.menpan, siklus=asking, units=[second])
    said = Notice.objects.filter(user=cast.bagian).order_by("pk").values_list("subject", flat=True)
    assert [words.rsplit(" ", 1)[-1] for words in said] == ["diterima.", "penyelenggara."]


def test_g04_a_lowered_number_stops_the_opening_with_every_quota(cast, asking, second):
    for place, admin in ((cast.banjarnegara, cast.bagian), (cast.tetangga, cast.admin_tetangga)):
        factories.make_unit(place, f"RSUD lain {admin}")
    with_rules(cast.menpan, asking, LokusRule("kabupaten", factories.make_kind(), 2))
    more = factories.make_unit(cast.tetangga, "RSUD Lagi")
    proposals.choose(
        by=cast.menpan, siklus=asking, units=[second, cast.rsud, more, cast.unit_tetangga]
    )
    with_rules(cast.menpan, asking, LokusRule("kabupaten", factories.make_kind(), 1))
    assert list(statuses(cast, asking).values()).count("lebih") == 4
    with pytest.raises(Refused) as refused:
        open_siklus(by=cast.menpan, siklus=asking)
    assert "Kabupaten Banjarnegara" in refused.value.message
    assert "Kabupaten Tetangga" in refused.value.message
    assert not Evaluasi.objects.exists()


# Replacement --------------------------------------------------------------------------------------


def replacement(cast, siklus, unit, successor):
    return proposals.propose_replacement(
        by=cast.bagian, siklus=siklus, instansi=cast.banjarnegara, unit=unit,
        pengganti=successor, alasan="Pindah gedung.", letter=LETTER,
    )  # fmt: skip


def test_g04_a_replacement_of_an_open_unit_is_recorded_with_its_successor(cast, siklus, evaluasi):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    row = replacement(cast, siklus, cast.rsud, cast.puskesmas)
    accept(cast, siklus, row)
    row.refresh_from_db()
    assert (row.status, row.unit, row.pengganti) == (Status.DITERIMA, cast.rsud, cast.puskesmas)
    # The people of both units hear of it, too.
    told = set(Notice.objects.filter(kind="usulan_lokus").values_list("user__username", flat=True))
    assert told == {"menpan", "bagian", "operator", "kepala", "operator_puskesmas"}
    evaluasi.refresh_from_db()
    assert evaluasi.state == "draf"  # the step itself is the organiser's


def test_g04_a_replacement_of_a_chosen_unit_chooses_its_successor(cast, asking, second):
    proposals.choose(by=cast.menpan, siklus=asking, units=[second])
    accept(cast, asking, replacement(cast, asking, second, cast.rsud))
    assert statuses(cast, asking)[cast.rsud] == "terpilih"
    assert statuses(cast, asking)[second] == "di_luar"


def test_g04_what_is_no_replacement(cast, asking, second, siklus, evaluasi):
    with pytest.raises(Refused) as refused:
        replacement(cast, asking, second, cast.rsud)  # neither open nor chosen
    assert refused.value.field == "unit"
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    for successor in (cast.rsud, cast.unit_tetangga):
        with pytest.raises(Refused) as refused:
            replacement(cast, siklus, cast.rsud, successor)
        assert refused.value.field == "pengganti"
    replacement(cast, siklus, cast.rsud, second)
    with pytest.raises(Refused, match="Sudah ada usulan"):
        replacement(cast, siklus, cast.rsud, second)


# Exemption ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["unit", "kind", "instansi"])
def test_g04_an_exemption_stays_however_often_the_cycle_is_opened(cast, siklus, what):
    kind = factories.make_kind()
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", kind))
    named = {"unit": {"unit": cast.rsud}, "kind": {"jenis_unit": kind}, "instansi": {}}[what]
    row = exempt(cast, siklus, **named)
    assert statuses(cast, siklus)[cast.rsud] == "otomatis"  # it waits
    accept(cast, siklus, row)
    assert statuses(cast, siklus)[cast.rsud] == "kecuali"
    for _ in range(2):
        open_siklus(by=cast.menpan, siklus=siklus)
        assert not Evaluasi.objects.filter(unit=cast.rsud).exists()
    assert list(exemptions_of(siklus)) == [row]
    with pytest.raises(Refused, match="Dikecualikan"):
        open_siklus(by=cast.menpan, siklus=siklus, units=[cast.rsud])
    proposals.end(by=cast.menpan, usulan=row, reason="Sudah selesai dibangun.")
    assert "Sudah selesai dibangun." in Notice.objects.filter(user=cast.bagian).latest("pk").body
    assert not exemptions_of(siklus).exists()
    open_siklus(by=cast.menpan, siklus=siklus)
    assert Evaluasi.objects.filter(unit=cast.rsud).exists()


def test_g04_a_kabupaten_says_that_it_has_no_such_unit(cast, siklus):
    kind = factories.make_kind("disdukcapil", "Disdukcapil", "adminduk")
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", kind))
    assert statuses(cast, siklus) == {cast.banjarnegara: "tiada", cast.tetangga: "tiada"}
    accept(cast, siklus, exempt(cast, siklus, jenis_unit=kind))
    assert statuses(cast, siklus) == {cast.banjarnegara: "kecuali", cast.tetangga: "tiada"}


def test_g04_what_the_organiser_exempts_holds_at_once(cast, siklus):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    row = exempt(cast, siklus, by=cast.menpan, unit=cast.rsud)
    assert (row.status, row.diputus_oleh) == (Status.DITERIMA, cast.menpan)
    assert Notice.objects.filter(user=cast.bagian).exists()


def test_g04_what_is_no_exemption(cast, siklus, evaluasi):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    other = factories.make_kind("samsat", "Samsat", "keuangan")
    wrong = [
        ({"unit": cast.rsud}, "unit"),  # it is open
        ({"unit": cast.unit_tetangga}, "unit"),
        ({"jenis_unit": other}, "jenis_unit"),
    ]
    for named, field in wrong:
        with pytest.raises(Refused) as refused:
            exempt(cast, siklus, **named)
        assert refused.value.field == field
    with pytest.raises(Refused, match="tidak menyebut"):
        proposals.ask_exemption(
            by=cast.biro, siklus=siklus, instansi=cast.jateng, alasan="X", letter=LETTER
        )
    waiting = exempt(cast, siklus)
    with pytest.raises(Refused, match="Hanya usulan yang sudah diterima"):
        proposals.end(by=cast.menpan, usulan=waiting, reason="X")
    with pytest.raises(PermissionDenied):
        proposals.end(by=cast.bagian, usulan=waiting, reason="X")


# Pages --------------------------------------------------------------------------------------------


def test_g04_from_the_question_to_the_opening_by_the_pages(cast, as_user, asking, second):
    office, ministry = as_user(cast.bagian), as_user(cast.menpan)
    own = f"/siklus/{asking.uuid}/usulan/{cast.banjarnegara.uuid}/"
    work = f"/siklus/{asking.uuid}/usulan/"
    assert own in office.get(f"/siklus/{asking.uuid}/").content.decode()
    refused = office.post(f"{own}nominasi/", {"unit": [str(second.uuid)], "alasan": ""})
    assert (refused.status_code, "checked" in refused.content.decode()) == (422, True)
    office.post(f"{own}nominasi/", {"unit": [str(second.uuid)], "alasan": "Ramai."})
    row = UsulanLokus.objects.get()
    assert "Ramai." in ministry.get(work).content.decode()
    refused = ministry.post(f"{work}tolak/", {"pilih": [str(row.uuid)], "catatan": ""})
    assert (refused.status_code, "checked" in refused.content.decode()) == (422, True)
    answer = ministry.post(f"{work}terima/", {"pilih": [str(row.uuid)]}, follow=True)
    assert "1 usulan diterima." in answer.content.decode()
    assert "Diterima" in office.get(own).content.decode()
    ministry.post(f"/siklus/{asking.uuid}/buka/", {"pilihan": "semua"})
    assert Evaluasi.objects.filter(unit=second).exists()


def test_g04_an_exemption_with_its_letter_by_the_pages(cast, as_user, siklus):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    factories.make_evaluasi(siklus, cast.puskesmas)  # so that the office sees the cycle
    office = as_user(cast.bagian)
    page = f"/siklus/{siklus.uuid}/usulan/{cast.banjarnegara.uuid}/pengecualian/"
    typed = {
        "lingkup": "unit",
        "alasan": "Sedang dibangun.",
        "nomor_surat": "B/1",
        "tanggal_surat": "2026-02-03",
    }
    refused = office.post(page, typed)
    assert (refused.status_code, "Pilih unitnya." in refused.content.decode()) == (422, True)
    file = SimpleUploadedFile("surat.pdf", PDF)
    office.post(page, typed | {"unit": str(cast.rsud.uuid), "berkas": file})
    row = UsulanLokus.objects.get()
    letter = as_user(cast.menpan).get(f"/usulan-lokus/{row.uuid}/surat/")
    assert b"".join(letter) == PDF
    assert as_user(cast.admin_tetangga).get(f"/usulan-lokus/{row.uuid}/surat/").status_code == 404
    accept(cast, siklus, row)
    ending = f"/usulan-lokus/{row.uuid}/akhiri/"
    assert office.get(ending).status_code == 403
    assert as_user(cast.menpan).post(ending, {"alasan": ""}).status_code == 422
    as_user(cast.menpan).post(ending, {"alasan": "Selesai."})
    row.refresh_from_db()
    assert row.status == Status.DIAKHIRI


def test_g04_a_replacement_by_the_pages(cast, as_user, siklus, evaluasi):
    with_rules(cast.menpan, siklus, LokusRule("kabupaten", factories.make_kind()))
    office = as_user(cast.bagian)
    page = f"/siklus/{siklus.uuid}/usulan/{cast.banjarnegara.uuid}/"
    typed = {
        "unit": str(cast.rsud.uuid),
        "pengganti": str(cast.puskesmas.uuid),
        "alasan": "Pindah gedung.",
        "nomor_surat": "B/2",
        "tanggal_surat": "2026-02-03",
    }
    assert office.post(f"{page}pengganti/", typed | {"nomor_surat": ""}).status_code == 422
    office.post(f"{page}pengganti/", typed)
    row = UsulanLokus.objects.get()
    office.post(f"/usulan-lokus/{row.uuid}/tarik/")
    row.refresh_from_db()
    assert row.status == Status.DITARIK
    office.post(f"{page}pengganti/", typed)
    accept(cast, siklus, UsulanLokus.objects.latest("pk"))
    body = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/usulan/").content.decode()
    assert "Ganti sekarang" in body and evaluasi.get_absolute_url() in body


def test_g04_who_opens_which_page(cast, as_user, asking):
    own = f"/siklus/{asking.uuid}/usulan/{cast.banjarnegara.uuid}/"
    pages = {f"/siklus/{asking.uuid}/usulan/": {"menpan"}}
    pages |= {f"{own}{part}": {"menpan", "bagian"} for part in ("", "pengganti/", "pengecualian/")}
    for page, allowed in pages.items():
        found = {
            name for name, person in cast.people.items()
            if as_user(person).get(page).status_code == 200
        }  # fmt: skip
        assert found == allowed, page


def test_g04_lists_of_proposals_cost_the_same_for_few_and_many(cast, as_user, asking, second):
    client = as_user(cast.menpan)
    pages = (
        f"/siklus/{asking.uuid}/usulan/",
        f"/siklus/{asking.uuid}/usulan/{cast.banjarnegara.uuid}/",
    )

    def counted():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        return found

    exempt(cast, asking)
    few = counted()
    nominate(cast, asking, second)
    exempt(cast, asking, jenis_unit=factories.make_kind())
    exempt(cast, asking, unit=cast.rsud)
    assert counted() == few
    assert max(few) <= 15
