"""What the home says about documents: to whose turn, to whom they wait, and what was never sent."""

from django.urls import reverse

from pekppp.accounts.models import User
from pekppp.pages import waiting_for
from reports.signing.services import signatures
from tests.reports.conftest import computed
from tests.reports.signed import (
    ALL_IN_APP,
    approve_next,
    draft,
    fresh,
    name_everyone,
    pretend_made,
    turn,
)


def told(person: User) -> dict[str, str]:
    fresh_one = User.objects.get(pk=person.pk)
    membership = fresh_one.memberships.select_related("instansi", "unit").get()
    return {item.what: item.url for item in waiting_for(fresh_one, membership)}


def test_u07_a_document_waits_for_its_signer_and_the_office_sees_for_whom(cast, scored):
    name_everyone(cast)
    dokumen = draft(cast, scored)
    signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ALL_IN_APP)
    place = reverse("reports:signing", args=[dokumen.uuid])
    sign, chase = "Tanda tangani berita acara", "Tagih tanda tangan berita acara"
    assert told(cast.evaluator)[sign] == place
    office = told(cast.bagian)
    assert office[chase] == place and sign not in office
    approve_next(dokumen)  # now it is the office's own turn
    office = told(cast.bagian)
    assert office[sign] == place and chase not in office
    approve_next(dokumen)
    assert chase in told(cast.bagian) and sign in told(cast.kepala)
    assert chase not in told(cast.admin_tetangga)


def test_u07_a_signed_letter_that_was_never_sent_is_told(cast, scored):
    name_everyone(cast)
    computed(scored, "terbit")
    letter = draft(cast, scored, "surat")
    signatures.start(by=cast.bagian, dokumen=letter, ways={"penandatangan": "aplikasi"})
    what = "Kirim 1 surat penyampaian yang sudah ditandatangani"
    assert what not in told(cast.bagian)
    while turn(letter):
        approve_next(letter)
    pretend_made(fresh(letter))
    register = reverse("reports:register", args=[scored.siklus.uuid])
    assert told(cast.bagian)[what] == f"{register}?keadaan=belum"
