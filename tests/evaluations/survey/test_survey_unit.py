"""The survey as unit and office see it: progress and means, never who."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from evaluations.models import Evaluasi, Respons, Survei, TautanSurvei
from evaluations.rules.workflow import State
from tests import factories
from tests.evaluations.ready import make_finished, make_validated, respond


def page_of(client, evaluasi, **headers) -> str:
    response = client.get(f"/evaluasi/{evaluasi.uuid}/survei/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_unit_sees_link_code_and_progress(cast, evaluasi, as_user):
    respond(evaluasi.survei, *[[4] * 14] * 3)
    page = page_of(as_user(cast.operator), evaluasi)
    token = TautanSurvei.objects.get(unit=cast.rsud).token
    assert f"/survei/{token}/" in page
    assert 'value="3"' in page and "minimum 10" in page
    assert "Respons per hari" in page and page.count("<svg") >= 2
    assert "style=" not in page


def test_htmx_gets_the_part_alone(cast, evaluasi, as_user):
    part = page_of(as_user(cast.operator), evaluasi, **{"HX-Request": "true"})
    assert "<html" not in part and "tautan-survei" in part


def test_means_follow_the_visibility_table(cast, siklus, as_user):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    assert "Rata-rata tiap butir" not in page_of(as_user(cast.operator), evaluasi)
    assert "4,00" in page_of(as_user(cast.bagian), evaluasi)
    make_validated(cast, siklus, cast.puskesmas)
    decided = Evaluasi.objects.get(unit=cast.puskesmas)
    assert "4,00" in page_of(as_user(cast.operator_puskesmas), decided)


def test_below_five_respondents_no_breakdown_and_no_comment_is_shown(cast, evaluasi, as_user):
    client = as_user(cast.menpan)
    respond(evaluasi.survei, *[[5] * 14] * 4, komentar="ANTREAN-LAMA")
    page = page_of(client, evaluasi)
    assert "5,00" not in page and "ANTREAN-LAMA" not in page
    respond(evaluasi.survei, [5] * 13 + [None], komentar="<b>PARKIR</b>")
    page = page_of(client, evaluasi)
    assert "5,00" in page and "ANTREAN-LAMA" in page
    assert "&lt;b&gt;PARKIR" in page
    assert "disamarkan" in page  # the last item has four answers


def test_comments_stand_in_no_order_of_time_and_without_those_taken_out(cast, evaluasi, as_user):
    rows = [(UUID(int=9 - n), f"KATA-{n}") for n in range(6)]
    for kunci, komentar in rows:
        respond(evaluasi.survei, [4] * 14, kunci=kunci, komentar=komentar)
    excluded = {"dikecualikan": True, "alasan_dikecualikan": "x", "ditinjau_pada": timezone.now()}
    Respons.objects.filter(komentar="KATA-5").update(**excluded)
    page = page_of(as_user(cast.menpan), evaluasi)
    assert re.findall(r"KATA-\d", page) == [f"KATA-{n}" for n in (4, 3, 2, 1, 0)]


def test_s09_how_many_came_through_a_link_of_few_is_not_told(cast, evaluasi, as_user):
    main = TautanSurvei.objects.get(unit=cast.rsud)
    desk = TautanSurvei.objects.create(unit=cast.rsud, instansi=main.instansi, label="Loket")
    for link, people in ((main, 6), (desk, 4)):
        respond(evaluasi.survei, *[[4] * 14] * people, tautan=link)
    response = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/")
    assert [count for _, _, count in response.context["links"]] == [None, None]


@pytest.mark.parametrize(
    ("main", "desk", "kiosk", "codes", "channels", "shown"),
    [
        # Three by one of the links: no link says its number, and the channels add up all.
        (20, 3, 6, 0, [23, 6], [None, None, None]),
        # Three by a code: no channel says its number, nor do the links that channels add up.
        (20, 6, 7, 3, [None, None, None], [None, None, None]),
        (20, 6, 7, 0, [26, 7], [20, 6, 7]),
    ],
)
def test_s09_links_and_channels_beside_each_other_give_no_small_number_away(
    cast, evaluasi, as_user, main, desk, kiosk, codes, channels, shown
):
    own = {"unit": cast.rsud, "instansi": cast.rsud.instansi}
    links = (
        (TautanSurvei.objects.get(unit=cast.rsud), "tautan", main),
        (TautanSurvei.objects.create(**own, label="A loket"), "tautan", desk),
        (TautanSurvei.objects.create(**own, label="B kios", kios=True), "kios", kiosk),
        (None, "kode", codes),
    )
    for link, kanal, people in links:
        respond(evaluasi.survei, *[[4] * 14] * people, tautan=link, kanal=kanal)
    response = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/")
    assert [row["jumlah"] for row in response.context["channels"]] == channels
    assert [count for _, _, count in response.context["links"]] == shown


def test_a_link_counts_what_counts_for_this_survey(cast, evaluasi, as_user):
    main = TautanSurvei.objects.get(unit=cast.rsud)
    respond(evaluasi.survei, *[[4] * 14] * 7, tautan=main)
    mine = evaluasi.survei
    earlier = Survei.objects.create(
        instansi=mine.instansi,
        unit=mine.unit,
        formulir=mine.formulir,
        versi=mine.versi,
        periode_mulai=mine.periode_mulai - timedelta(days=365),
        periode_akhir=mine.periode_akhir,
        buka=mine.buka - timedelta(days=365),
        tutup=mine.buka - timedelta(days=300),
        minimum=10,
    )
    respond(earlier, *[[4] * 14] * 5, tautan=main)
    excluded = {"dikecualikan": True, "alasan_dikecualikan": "x", "ditinjau_pada": timezone.now()}
    last = Respons.objects.filter(survei=evaluasi.survei).order_by("-pk").first()
    Respons.objects.filter(pk=last.pk).update(**excluded)
    response = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/")
    assert [count for _, _, count in response.context["links"]] == [6]
    assert sum(day["jumlah"] for day in response.context["days"]) == 6


@pytest.mark.parametrize("who", ["operator_puskesmas", "admin_tetangga", "siapapun"])
def test_strangers_do_not_find_it(cast, evaluasi, as_user, who):
    client = as_user(getattr(cast, who))
    link = TautanSurvei.objects.get(unit=cast.rsud)
    for path in ("", f"tautan/{link.pk}/qr.png"):
        assert client.get(f"/evaluasi/{evaluasi.uuid}/survei/{path}").status_code == 404


def test_the_code_is_a_picture_of_the_link(cast, evaluasi, as_user):
    link = TautanSurvei.objects.get(unit=cast.rsud)
    response = as_user(cast.operator).get(
        f"/evaluasi/{evaluasi.uuid}/survei/tautan/{link.pk}/qr.png"
    )
    assert (response["Content-Type"], response.content[:4]) == ("image/png", b"\x89PNG")
    other = TautanSurvei.objects.create(instansi=cast.tetangga, unit=cast.unit_tetangga, label="x")
    url = f"/evaluasi/{evaluasi.uuid}/survei/tautan/{other.pk}/qr.png"
    assert as_user(cast.operator).get(url).status_code == 404


def add(client, evaluasi, label):
    return client.post(f"/evaluasi/{evaluasi.uuid}/survei/tautan/", {"label": label})


def test_a_labelled_link_leads_to_the_same_survey_until_it_is_revoked(
    cast, evaluasi, as_user, client
):
    unit = as_user(cast.operator)
    assert add(unit, evaluasi, " Loket 2 ").status_code == 302
    link = TautanSurvei.objects.get(label="Loket 2")
    assert client.get(f"/survei/{link.token}/").status_code == 200
    unit.post(f"/evaluasi/{evaluasi.uuid}/survei/tautan/{link.pk}/cabut/")
    assert client.get(f"/survei/{link.token}/").status_code == 404


@pytest.mark.parametrize("label", ["", " ", "x" * 101, "a\x00b"])
def test_a_label_that_cannot_be_is_said_beside_the_field(cast, evaluasi, as_user, label):
    response = add(as_user(cast.operator), evaluasi, label)
    assert (response.status_code, b"errorlist" in response.content) == (422, True)


def test_a_label_is_used_once(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    add(client, evaluasi, "Loket 2")
    response = add(client, evaluasi, "Loket 2")
    assert (response.status_code, "sudah ada" in response.content.decode()) == (422, True)


def test_the_main_link_is_permanent(cast, evaluasi, as_user, client):
    link = TautanSurvei.objects.get(unit=cast.rsud)
    url = f"/evaluasi/{evaluasi.uuid}/survei/tautan/{link.pk}/cabut/"
    page = as_user(cast.operator).post(url, follow=True).content.decode()
    assert "bersifat tetap" in page
    assert client.get(f"/survei/{link.token}/").status_code == 200


def test_who_only_reads_manages_no_links(cast, evaluasi, as_user):
    assert add(as_user(cast.pimpinan), evaluasi, "Loket 3").status_code == 403


def test_an_evaluation_without_survey_says_so(cast, siklus, as_user):
    evaluasi = factories.make_evaluasi(siklus, cast.puskesmas, survei=None)
    assert evaluasi.state == State.DRAF
    page = page_of(as_user(cast.operator_puskesmas), evaluasi)
    assert "tidak memakai survei" in page


def test_a_closed_survey_invites_nobody(cast, evaluasi, as_user):
    page = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/").content.decode()
    assert "Mengajak pengguna layanan mengisi" in page
    Survei.objects.update(tutup=timezone.now() - timedelta(days=1))
    page = as_user(cast.operator).get(f"/evaluasi/{evaluasi.uuid}/survei/").content.decode()
    assert "Mengajak" not in page and "centang «Kios»" not in page
    assert f"/evaluasi/{evaluasi.uuid}/survei/kertas/" in page
