"""J2: the head is absent on the last evening: delegated, submitted, printed, signed and audited."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Evaluasi, VersiF01
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry, Pelimpahan, User
from pekppp.accounts.services import delegations
from pekppp.base.errors import Refused
from reports.documents.services import documents, receipts
from reports.figures import shared
from reports.models import Dokumen
from reports.signing.services import signatures
from tests.reports.signed import ALL_IN_APP, approve_next, draft, fresh, name_everyone, turn
from tests.stage import stage

HEAD, DEPUTY = "dr. Sri Absen", "Budi Wakil"
NIP_HEAD, NIP_DEPUTY = "197001011995012001", "198502022010011002"


@stage.fixture
def named(cast) -> Pelimpahan:
    """The office has written down that the sekretaris acts for the head, today only."""
    name_everyone(cast)
    for person, nama, nip in ((cast.kepala, HEAD, NIP_HEAD), (cast.operator, DEPUTY, NIP_DEPUTY)):
        User.objects.filter(pk=person.pk).update(nama=nama, nip=nip)
        person.refresh_from_db()
    return act_for(cast, cast.kepala, cast.operator)


def act_for(cast, head, deputy, sebagai="plt") -> Pelimpahan:
    return delegations.record(
        by=cast.bagian,
        membership=head.memberships.get(),
        kepada=deputy,
        sebagai=sebagai,
        nomor_surat="800/7/2026",
        tanggal_surat=timezone.localdate(),
        dari=timezone.localdate(),
        sampai=timezone.localdate(),
    )


def test_j02_submitted_by_the_deputy_within_the_window_printed_and_audited(
    cast, evaluasi, named, as_user, pdf_text
):
    client, url = as_user(cast.operator), reverse("evaluations:f01_submit", args=[evaluasi.uuid])
    whose = f"Plt. Direktur, menggantikan {HEAD} (surat 800/7/2026)"
    assert f"Saya, {whose}, menyatakan" in client.get(url).content.decode()
    sent = client.post(url, {"setuju": "on", "confirmed_gaps": "on"})
    assert sent.status_code == 302
    versi = VersiF01.objects.get(evaluasi=evaluasi)
    assert (versi.oleh, versi.sebagai) == (cast.operator, whose)
    both = f"Plt. Kepala unit {cast.rsud}, menggantikan {HEAD}"
    entry = AuditEntry.objects.get(action=Action.KIRIM_F01)
    assert (entry.by, entry.data["bertindak"]) == (cast.operator, both)
    trail = as_user(cast.bagian).get(reverse("evaluations:trail", args=[cast.banjarnegara.uuid]))
    assert both in trail.content.decode()
    history = Evaluasi.pgh_event_model.objects.filter(pgh_obj=evaluasi).latest("pk")
    assert history.pgh_context.metadata["bertindak"] == [both]
    receipts.make_due()
    documents.render_next()
    row = Dokumen.objects.get(jenis="tanda_terima")
    text = " ".join(pdf_text(default_storage.open(row.path).read()))
    assert f"{DEPUTY}, {whose}" in text
    signed = text.rpartition("Plt. Direktur,")[2]
    assert DEPUTY in signed and "19850202 201001 1 002" in signed
    assert HEAD not in signed and "19700101" not in text


def test_j02_revoked_mid_way_or_over_nothing_is_submitted(cast, evaluasi, named):
    delegations.end(by=cast.kepala, row=named, reason="Kembali bertugas")
    deputy = User.objects.get(pk=cast.operator.pk)
    # As the operator that he is: with the head's signed statement alone.
    with pytest.raises(Refused, match="pernyataan yang ditandatangani"):
        advance(by=deputy, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert VersiF01.objects.get(evaluasi=evaluasi).sebagai == ""
    assert shared.unit_head(evaluasi)["nama"] == HEAD


def test_j02_the_berita_acara_is_signed_by_the_deputy_under_his_own_name(
    cast, scored, named, pdf_text
):
    dokumen = draft(cast, scored)
    printed = dokumen.masukan["kepala_unit"]
    assert (printed["jabatan"], printed["nama"]) == ("Plt. Direktur", DEPUTY)
    signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ALL_IN_APP)
    for _ in range(2):
        approve_next(dokumen)
    assert turn(dokumen).orang == cast.operator
    with pytest.raises(PermissionDenied):
        signatures.approve(by=cast.kepala, row=turn(dokumen), proof="kata sandi")
    approve_next(dokumen)
    entry = AuditEntry.objects.filter(action="setujui_dokumen").latest("pk")
    assert entry.by == cast.operator and HEAD in entry.data["bertindak"]
    documents.render_next()
    text = " ".join(pdf_text(default_storage.open(fresh(dokumen).path).read()))
    assert "Plt. Direktur" in text and DEPUTY in text and HEAD not in text


def test_j02_a_signature_that_waited_is_not_given_once_the_days_are_over(cast, scored, named):
    dokumen = draft(cast, scored)
    signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ALL_IN_APP)
    for _ in range(2):
        approve_next(dokumen)
    waiting = turn(dokumen)
    delegations.end(by=cast.bagian, row=named, reason="Selesai")
    with pytest.raises(Refused, match="Buat versi baru"):
        signatures.approve(by=cast.operator, row=waiting, proof="kata sandi")


@pytest.mark.parametrize(
    ("sebagai", "office", "above"),
    [
        ("plh", "Plh. Kepala Bagian Organisasi", None),
        ("an", "Kepala Subbagian", ["a.n. Kepala Bagian Organisasi"]),
    ],
)
def test_j02_the_signer_of_an_office_is_stood_in_for(cast, as_user, sebagai, office, above):
    name_everyone(cast)
    User.objects.filter(pk=cast.pimpinan.pk).update(jabatan="Kepala Subbagian", nip=NIP_DEPUTY)
    cast.pimpinan.refresh_from_db()
    act_for(cast, cast.bagian, cast.pimpinan, sebagai)
    ((person, account),) = shared.appointed_signers(cast.banjarnegara, "surat")
    assert account == cast.pimpinan
    assert (person["jabatan"], person["nama"], person["nip"]) == (
        office, cast.pimpinan.nama, NIP_DEPUTY,
    )  # fmt: skip
    assert person.get("atas_nama") == above
    page = as_user(cast.bagian).get(reverse("reports:signers", args=[cast.banjarnegara.uuid]))
    assert f"kini {cast.pimpinan.nama}" in page.content.decode()
