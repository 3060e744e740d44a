"""The survey in other languages: kept exactly, and told where it is wrong or missing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import importers
from instruments.compare import differences
from instruments.spec import digest, load, to_data
from tests.instruments.examples import A, B, small, text_of

SOUND = text_of("pekppp-2023-a")


def translated(**en):
    return small(lambda data: data.update(terjemahan={"en": en}))


WHOLE = {"butir": {1: "Easy"}, "aspek": {"I": "Aspect one"}}


@pytest.mark.parametrize(("spec", "items"), [(A, 14), (B, 11)], ids=["A", "B"])
def test_the_official_instruments_are_translated_whole(spec, items):
    english = spec.terjemahan_ke("en")
    assert len(english.butir) == items
    assert spec.terjemahan_ke("fr") is None
    assert importers.read(importers.dump(spec)).masalah == ()


texts = st.text("abcé ’:#-'\"{}[]0123", min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
words = st.none() | texts


@given(item=words, title=words, low=words, high=words, unknown=words)
def test_what_is_stored_or_written_out_is_the_same_again(item, title, low, high, unknown):
    """Whatever is given and whatever is left out."""
    spec, problems = translated(
        butir={1: item}, aspek={"I": title}, rendah=low, tinggi=high, tidak_tahu=unknown
    )
    assert {m.berat for m in problems} == ({"peringatan"} if None in (item, title) else set())
    for again in (
        load(json.loads(json.dumps(to_data(spec), sort_keys=True))),
        importers.read(importers.dump(spec)).instrumen,
    ):
        assert again == spec
        assert digest(again) == digest(spec)


def test_the_digest_tells_translations_apart():
    other = WHOLE | {"butir": {1: "Simple"}}
    specs = [small()[0], translated(**WHOLE)[0], translated(**other)[0]]
    assert len({digest(spec) for spec in specs}) == 3
    assert "terjemahan" not in to_data(specs[0])


def test_a_comparison_names_what_changed():
    old, new = translated(**WHOLE)[0], translated(**WHOLE, rendah="No")[0]
    (found,) = differences(old, new)
    assert (found.tempat, found.hal, found.baru) == ("Terjemahan en", "ujung rendah", "No")
    (found,) = differences(small()[0], old)
    assert (found.tempat, found.jenis) == ("Terjemahan en", "ditambahkan")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      14: Consul", "      15: Consul", "butir survei 15 tidak ada"),
        ("      14: Consul", "      satu: Consul", "«satu» harus berupa nomor butir"),
        ("      V: Consul", "      IX: Consul", "aspek «IX» tidak ada"),
        ("  en:\n", "  xx:\n", "bahasa «xx» belum dikenal; yang ada: en."),
        ("    rendah: Strongly", "    rendah: " + "Very " * 20, "«rendah» terlalu panjang"),
    ],
)
def test_a_problem_says_where(old, new, told):
    text = SOUND.replace(old, new, 1)
    read = importers.read(text)
    assert read.instrumen is None
    problem = next(m for m in read.galat if told in m.pesan)
    assert text.splitlines()[problem.baris - 1].startswith(new.splitlines()[0][:12])


@pytest.mark.parametrize("given", ["", {"butir": ["Easy"]}, {"butir": {1: {"a": "b"}}}, []])
def test_what_is_no_translation_is_told(given):
    spec, problems = small(lambda data: data.update(terjemahan={"en": given}))
    assert spec is None and problems


def test_what_is_missing_is_a_warning_and_stays_indonesian():
    text = SOUND.replace("      3: The fee", "      #", 1).replace("      II: Prof", "      #", 1)
    read = importers.read(text)
    (problem,) = read.masalah
    assert problem.berat == "peringatan" and text.splitlines()[problem.baris - 1] == "  en:"
    assert problem.pesan == (
        "Terjemahan en: butir 3, judul aspek II belum diterjemahkan, jadi tampil dalam bahasa "
        "Indonesia."
    )
    assert len(read.instrumen.terjemahan_ke("en").butir) == 13
