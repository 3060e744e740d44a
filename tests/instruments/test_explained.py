"""The instruments of 2023 explain themselves: levels, documents, terms, and whose what is."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from instruments import importers, rules, terms
from instruments.compare import differences
from instruments.spec import digest, parse, to_data
from tests.instruments.examples import A, B, indicator, small, text_of

BOTH = pytest.mark.parametrize("spec", [A, B], ids=["A", "B"])

# Words that send the reader to another level.
LEANING = re.compile(
    r"\blevel\b|\bpoin\b|\bseperti\b|\bselain itu\b|\bsebelumnya\b|\btersebut\b|\bdi atas\b"
    r"|^(dan|serta|atau|juga|ditambah|ada|hanya|tetapi)\b",
    re.IGNORECASE,
)
# What makes a sentence of it: it says of its subject that something is, is not, or is done.
SAYING = re.compile(
    r"\b(tidak|belum|sudah|baru|hanya|tersedia|terlaksana|terhubung|selesai|berjalan|mudah"
    r"|memerlukan|me\w{4,}|di\w{4,})\b",
    re.IGNORECASE,
)
# Words too common to tell what a sentence is about.
COMMON = {"yang", "dengan", "untuk", "pada", "dari", "bagi", "sesuai", "tersedia", "hasil"}


def words(text):
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in COMMON}


@BOTH
def test_u16_every_level_text_stands_alone(spec):
    """The berita acara prints one alone: it names its subject and leans on no other level."""
    for i in spec.iter_indikator():
        assert [level for level, _ in i.level] == [0, 1, 2, 3, 4, 5]
        assert len({text for _, text in i.level}) == 6
        subject = words(i.nama) | {w for p in i.pertanyaan for w in words(p.teks)}
        for level, text in i.level:
            where = (i.nomor, level, text)
            assert not LEANING.search(text), where
            assert len(text.split()) >= 3, where
            assert SAYING.search(text), where
            assert text[0].isupper(), where
            assert len(words(text) & subject) >= 2, where


@BOTH
def test_u16_every_indicator_has_penjelasan_and_dokumen(spec):
    """Two to six sentences with an example and the rule they rest on; two to five documents."""
    for i in spec.iter_indikator():
        sentences = re.split(r"(?<=[.!])\s+", i.penjelasan)
        assert 4 <= len(sentences) <= 7, i.nomor
        assert "Contoh: " in i.penjelasan, i.nomor
        assert sentences[-1].startswith("Dasar: "), i.nomor
        assert 2 <= len(i.dokumen) <= 5, i.nomor
        assert len({d.teks for d in i.dokumen}) == len(i.dokumen)


@BOTH
def test_u16_every_abbreviation_and_every_term_of_the_trade_has_an_entry(spec):
    common = {"TV", "SMS", "UU", "PUPR", "II"}
    for i in spec.iter_indikator():
        used = terms.used(spec, [i])
        known = {word for one in used for word in (one.istilah, *one.juga)}
        text = "\n".join(terms.words_of(i))
        for word in set(re.findall(r"\b[A-Z][A-Z0-9]+\b(?:-LAPOR!)?", text)) - common:
            assert word in known, (i.nomor, word)
        for term in ("service delivery", "manufacturing", "maklumat", "kelompok rentan"):
            if term in text.lower():
                assert term in known, (i.nomor, term)
    everything = {one.istilah for one in terms.used(spec, spec.iter_indikator())}
    assert everything == {one.istilah for one in spec.glosarium}, "terms that stand nowhere"
    assert len({one.id for one in spec.glosarium}) == len(spec.glosarium)


def test_u16_a_term_is_found_as_a_word_of_its_own():
    spec = importers.read(text_of("pekppp-2023-a")).instrumen
    used = {one.istilah for one in terms.used(spec, [spec.indikator(28)])}
    assert used == {"SP4N-LAPOR!"}  # and neither SP nor an "sp" in the middle of a word


# What counts -------------------------------------------------------------------------------------


def _digest(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]


def _counting(data):
    """Of an indicator, what a figure or a suggestion comes of; no words."""
    questions = [
        {**p, "teks": "", "pilihan": [o["kode"] for o in p.get("pilihan", [])]}
        for p in data["pertanyaan"]
    ]
    kept = {key: data.get(key) for key in ("nomor", "kode", "bobot", "aturan")}
    checks = [[p["bila"], p["jenis"]] for p in data["pemeriksaan"]]
    return _digest([kept, questions, checks])


def fingerprints(spec):
    data = to_data(spec)
    whole = {key: data[key] for key in ("kode", "formulir", "skala", "metode_aspek", "ipp")}
    aspects = [[a["kode"], a["bobot"], [i["nomor"] for i in a["indikator"]]] for a in data["aspek"]]
    found = {"0": _digest([whole, aspects, data["f03"], data["kategori"], data["terjemahan"]])}
    for i in [*(i for a in data["aspek"] for i in a["indikator"]), *data["tambahan"]]:
        found[str(i["nomor"])] = _counting(i)
    return found


@pytest.mark.parametrize(
    ("spec", "mended"), [(A, {"16", "24", "28"}), (B, {"23", "27"})], ids=["A", "B"]
)
def test_u16_weights_questions_and_rules_are_those_of_before_but_for_what_was_mended(spec, mended):
    """Digests of the version that 0.2.0 brought; "0" is what concerns the whole instrument."""
    before = json.loads((Path(__file__).parent / "rules_0_2_0.json").read_text())[spec.formulir]
    now = fingerprints(spec)
    assert now.keys() == before.keys()
    assert {nomor for nomor in now if now[nomor] != before[nomor]} == mended


def level_of(nomor, spec=A, **answers):
    return rules.suggest(spec.indikator(nomor), answers).level


def test_u16_a16_level_0_is_no_facility_at_all():
    assert level_of(16, wajib=[], pelengkap=[]) == 0
    assert level_of(16, wajib=["kursi"], pelengkap=[]) == 1
    assert level_of(16, wajib=[], pelengkap=["wifi"]) == 1
    assert level_of(16, wajib=["kursi"], pelengkap=["wifi", "televisi"]) == 1
    assert level_of(16, wajib=["kursi", "sirkulasi"], pelengkap=["wifi", "televisi"]) == 3


@pytest.mark.parametrize(("spec", "nomor"), [(A, 24), (B, 23)], ids=["A", "B"])
def test_u16_a24_level_5_is_daily_and_complete(spec, nomor):
    def said(**answers):
        return level_of(nomor, spec, dimutakhirkan=True, **answers)

    assert said(jangka="harian", lengkap=True) == 5
    assert said(jangka="harian", lengkap=False) == 4
    assert said(jangka="mingguan", lengkap=True) == 4
    assert said(jangka="bulanan", lengkap=True) == 3


@pytest.mark.parametrize(("spec", "nomor"), [(A, 28), (B, 27)], ids=["A", "B"])
def test_u16_a28_levels_1_and_2_are_for_units_outside_sp4n(spec, nomor):
    def said(**answers):
        return level_of(nomor, spec, masuk=10, **answers)

    def connected(done):
        return said(terhubung=True, selesai=done, masuk_sp4n=10, selesai_sp4n=done)

    assert [said(terhubung=False, selesai=n) for n in (0, 4, 5, 10)] == [0, 1, 2, 2]
    assert [connected(n) for n in (0, 4, 5, 8, 9)] == [0, 3, 4, 4, 5]


@pytest.mark.parametrize(("spec", "nomor"), [(A, 11), (B, 10)], ids=["A", "B"])
def test_u16_a11_is_the_code_of_ethics_and_or_the_culture_of_service(spec, nomor):
    i = spec.indikator(nomor)
    assert "dan/atau budaya pelayanan" in i.nama
    assert all("budaya pelayanan" in text for _, text in i.level)


# Whose it is -------------------------------------------------------------------------------------


def test_u16_the_file_says_what_is_the_ministrys_and_what_is_not():
    a, b = ({one.hal: one for one in spec.asal} for spec in (A, B))
    weights = a["Bobot aspek dan indikator"]
    assert (weights.dari, weights.keterangan) == (
        "kementerian",
        "Paparan KemenPANRB, 3 September 2025.",
    )
    assert b["Nilai aspek sebagai rata-rata, tanpa bobot indikator"].dari == "penyusun"
    for spec in (a, b):
        assert spec["Penjelasan, daftar dokumen, dan arti istilah"].dari == "penyusun"
    for nomor in range(14, 19):
        [one] = B.indikator(nomor).asal
        assert (one.hal, one.dari) == ("Pilihan jawaban", "penyusun")
    for nomor in (11, 16, 24, 28):
        assert "kementerian" in {one.dari for one in A.indikator(nomor).asal}


# The schema --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before"),
    [("pekppp-2017", "ebdbf4ed1feea601"), ("ipp-2026", "99923c9bec623769")],
)
def test_u16_a_file_without_any_of_it_keeps_its_digest(name, before):
    assert digest(importers.read(text_of(name)).instrumen).startswith(before)


def test_u16_all_of_it_survives_being_written_and_read_again():
    def official(data):
        data["f03"]["butir"][0].update(kode_resmi="U1", teks_resmi="Bagaimana pendapat Saudara?")

    spec, problems = small(official)
    assert problems == []
    assert (spec.butir[0].kode_resmi, spec.butir[0].teks_resmi) == (
        "U1",
        "Bagaimana pendapat Saudara?",
    )
    for one in (spec, A, B):
        assert importers.read(importers.dump(one)).instrumen == one
        assert parse(to_data(one))[0] == one


def test_u16_an_origin_needs_no_remark_and_stays_without_one():
    spec, problems = small(lambda data: data.update(asal=[{"hal": "Bobot", "dari": "penyusun"}]))
    assert problems == [] and to_data(spec)["asal"] == [{"hal": "Bobot", "dari": "penyusun"}]


def test_u16_a_document_is_named_and_one_of_another_version_by_its_code():
    found = next(one for one in A.semua_indikator if one.dokumen)
    assert all(found.nama_dokumen(one.kode) == one.teks for one in found.dokumen)
    assert found.nama_dokumen("sejak_dihapus") == "sejak_dihapus"


def test_u16_what_is_wrong_in_it_is_said_where_it_is():
    def wrong(data):
        data["asal"] = [{"hal": "Bobot", "dari": "entah"}]
        data["glosarium"] = [
            {"istilah": "SP", "arti": "satu"},
            {"istilah": "sp", "arti": "dua"},
            {"istilah": "FKP"},
        ]

    said = [str(m) for m in small(wrong)[1]]
    assert said == [
        "asal Bobot: «dari» harus salah satu dari: kementerian, penyusun.",
        "Glosarium FKP: «arti» belum diisi.",
        "Istilah «sp» tertulis lebih dari sekali.",
    ]
    twice = [{"kode": "a", "teks": "Satu"}, {"kode": "a", "teks": "Dua"}]
    [repeated] = indicator(dokumen=twice)[1]
    assert str(repeated) == "Indikator 1: dokumen «a» tertulis lebih dari sekali."


def test_u16_two_versions_are_compared_in_it_too():
    def explained(data):
        data["asal"] = [{"hal": "Bobot", "dari": "kementerian"}]
        data["glosarium"] = [{"istilah": "SP", "arti": "Standar Pelayanan"}]
        data["f03"]["butir"][0]["kode_resmi"] = "U1"
        data["aspek"][0]["indikator"][0] |= {"penjelasan": "Maksudnya.", "dokumen": {"a": "Satu"}}

    found = {(d.tempat, d.hal): d.baru for d in differences(small()[0], small(explained)[0])}
    assert found == {
        ("Umum", "asal Bobot"): "KemenPANRB.",
        ("Indikator 1", "penjelasan"): "Maksudnya.",
        ("Indikator 1", "dokumen a"): "Satu",
        ("Survei, butir 1", "kode resmi"): "U1",
        ("Istilah SP", ""): "Standar Pelayanan",
    }
