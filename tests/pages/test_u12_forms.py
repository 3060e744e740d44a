"""A refused form says so in the title of its page and above all else, with the way to each field.

One component for all pages: `pekppp/base/form_errors.py` finds what was refused, base.html shows
it.
"""

import re

import pytest
from django import forms

from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.base.form_errors import wrong_in
from tests.evaluations.ready import make_finished

TITLE = re.compile(r"<title>\s*(Galat: )?")
SUMMARY = re.compile(r'<section[^>]*id="ringkasan-galat"[^>]*>.*?</section>', re.DOTALL)

# Whom, where, and what is sent; {names} are filled below. Each lacks something.
REFUSED = {
    "allauth, login": (None, "/akun/login/", {"login": "", "password": ""}),
    "allauth, forgotten": (None, "/akun/kata-sandi/lupa/", {"email": "bukan surel"}),
    "allauth, password": ("operator", "/akun/kata-sandi/", {"oldpassword": "keliru"}),
    "accounts, profile": ("operator", "/profil/", {"timezone": "Bulan/Kawah"}),
    "accounts, invitation": ("bagian", "/instansi/{instansi}/undang/", {"nama": ""}),
    "accounts, unit": ("bagian", "/instansi/{instansi}/unit/tambah/", {"nama": ""}),
    "cycle": ("bagian", "/siklus/baru/", {"nama": ""}),
    "cycle, phases": ("menpan", "/siklus/{siklus}/fase/", {}),
    "overview, return": ("evaluator", "/evaluasi/{sent}/f01/kembalikan/", {"alasan": ""}),
    "overview, end": ("menpan", "/evaluasi/{sent}/akhiri/", {}),
}


@pytest.fixture
def places(cast, siklus, evaluasi):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    return {
        "instansi": cast.banjarnegara.uuid,
        "siklus": siklus.uuid,
        "sent": evaluasi.uuid,
        "unit": cast.rsud.uuid,
    }


@pytest.mark.parametrize("name", REFUSED)
def test_u12_a_refused_form_is_summed_up_with_links_to_its_fields(
    cast, places, client, as_user, name
):
    person, address, typed = REFUSED[name]
    visitor = as_user(getattr(cast, person)) if person else client
    before = visitor.get(address.format(**places)).text
    assert not SUMMARY.search(before) and TITLE.search(before)[1] is None
    text = visitor.post(address.format(**places), typed).text
    assert TITLE.search(text)[1] == "Galat: "
    (summary,) = SUMMARY.findall(text)
    assert "autofocus" in summary and 'role="alert"' in summary
    assert "<li>" in summary
    for anchor in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{anchor}"' in text, anchor


class Small(forms.Form):
    nama = forms.CharField(label="Nama")
    warna = forms.ChoiceField(choices=[("m", "Merah")], widget=forms.RadioSelect)
    diam = forms.CharField(widget=forms.HiddenInput)


def test_u12_forms_are_found_wherever_a_page_keeps_them():
    form, untouched = Small({}, prefix="a"), Small({}, prefix="b")
    assert not form.is_valid()
    form.add_error(None, "Pilih lain.")
    told = [
        ("", "", "Pilih lain."),
        ("id_a-nama", "Nama", "Bidang ini tidak boleh kosong."),
        ("id_a-warna_0", "Warna", "Bidang ini tidak boleh kosong."),
        ("", "Diam", "Bidang ini tidak boleh kosong."),
    ]
    # Nobody has asked `untouched` whether it is valid: it was not sent.
    for context in ({"form": form, "lain": untouched, "lagi": form}, {"rows": [("x", form)]}):
        found = wrong_in(context, sent=True)
        assert [(item.anchor, item.label, item.text) for item in found] == told
    assert wrong_in({"rows": [("x", form)]}, sent=False) == []


def test_u12_what_is_wrong_in_a_form_of_a_list_is_summed_up_too(cast, siklus, as_user):
    done = make_finished(cast, siklus, cast.rsud)
    text = (
        as_user(cast.operator)
        .post(f"/evaluasi/{done.uuid}/sanggah/ajukan/", {"indikator": "3", "alasan": ""})
        .text
    )
    assert TITLE.search(text)[1] == "Galat: " and SUMMARY.search(text)
