"""Validation, publication and the portal: by axe, on a phone and on a desk."""

import pytest
from django.utils import timezone

from evaluations.publication.services import decrees, publication
from tests import factories
from tests.browser.axe import faults
from tests.browser.conftest import DESK, PHONE, sideways
from tests.evaluations.ready import make_finished, make_validated

PUBLIC = (
    "/",
    "/data/",
    "/hasil/?q=rsud",
    "/hasil/{siklus}/",
    "/hasil/{siklus}/?tampil=instansi",
    "/hasil/{siklus}/rekap/",
    "/hasil/{siklus}/aspek/",
    "/hasil/{siklus}/aspek/?menurut=jenis&aspek=I",
    "/hasil/{siklus}/penghargaan/",
    "/hasil/{siklus}/{instansi}/",
    "/hasil/unit/{unit}/",
)
OWN = (
    "/validasi/{siklus}/?tampil=menonjol",
    "/validasi/{siklus}/?tampil=sampel",
    "/publikasi/{siklus}/",
    "/publikasi/{siklus}/himpunan/{set}/",
    "/publikasi/{siklus}/penghargaan/",
    "/publikasi/{siklus}/penghargaan/baru/",
    "/publikasi/{siklus}/penghargaan/rilis/",
)


@pytest.fixture
def scene(cast, siklus):
    """A published unit of three groups, a set that waits for its decree, one to validate."""
    kl = factories.make_instansi("Kementerian Contoh", "kl")
    make_validated(cast, siklus, cast.rsud)
    make_validated(cast, siklus, factories.make_unit(kl, "Balai"), level=5)
    make_validated(cast, siklus, factories.make_unit(cast.jateng, "Samsat"), level=4)
    publication.publish(by=cast.menpan, siklus=siklus, nomor="1", tanggal=timezone.localdate())
    make_validated(cast, siklus, cast.puskesmas)
    row = decrees.freeze(by=cast.menpan, siklus=siklus)
    make_finished(cast, siklus, cast.unit_tetangga, people=4)
    publication.draw_sample(by=cast.menpan, siklus=siklus, ukuran=1, benih="1")
    return {
        "siklus": siklus.uuid,
        "instansi": cast.banjarnegara.uuid,
        "unit": cast.rsud.uuid,
        "set": row.uuid,
    }


@pytest.mark.parametrize("person", ["", "menpan"])
def test_pages_are_accessible_and_fit_a_phone(cast, scene, page_as, person):
    wrong = []
    page = page_as(getattr(cast, person) if person else None, PHONE)
    for template in OWN if person else PUBLIC:
        page.set_viewport_size(PHONE)
        response = page.goto(template.format(**scene))
        page.wait_for_load_state("networkidle")
        assert response.status == 200, template
        wrong += [f"{template}: {fault}" for fault in faults(page)]
        for viewport in (PHONE, DESK):
            page.set_viewport_size(viewport)
            if sideways(page) > 0:
                wrong.append(f"{template} at {viewport['width']}: {sideways(page)} px too wide")
    assert not wrong, "\n".join(wrong)
