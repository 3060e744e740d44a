"""What differs between two submissions: each change told once, and nothing where nothing is."""

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.differences import changes


def bukti(uuid, nama="SK.pdf", sha="a", older=()):
    return {"uuid": uuid, "nama": nama, "sha256": sha, "menggantikan": list(older)}


def compared(before, after):
    lama = {"4": {"jawaban": {}, "bukti": before}}
    found = changes(lama, {"4": {"jawaban": {}, "bukti": after}})
    return [(len(c.tambah), len(c.ganti), len(c.hapus)) for c in found]


def test_evidence_is_added_replaced_or_removed():
    one, two = bukti("1"), bukti("2")
    assert compared([one], [one]) == []
    assert compared([one], [one, two]) == [(1, 0, 0)]
    assert compared([one, two], [two]) == [(0, 0, 1)]
    assert compared([one], [bukti("3", older=["2", "1"])]) == [(0, 1, 0)]
    assert compared([one], [bukti("1", nama="SK baru.pdf")]) == [(0, 1, 0)]


def test_an_answer_of_another_kind_is_another_answer():
    found = changes({"1": {"jawaban": {"a": True, "b": 1}}}, {"1": {"jawaban": {"a": 1, "b": 1}}})
    assert [item.pertanyaan for item in found[0].jawaban] == ["a"]


given_answers = st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(0, 2) | st.text())
contents = st.dictionaries(
    st.integers(1, 30).map(str),
    st.fixed_dictionaries(
        {
            "jawaban": given_answers,
            "bukti": st.lists(st.sampled_from("uvw").map(bukti), unique_by=lambda b: b["uuid"]),
        }
    ),
    max_size=4,
)


@given(contents, contents)
def test_what_came_one_way_goes_the_other_way_round(lama, baru):
    assert changes(lama, lama) == []
    there, back = changes(lama, baru), changes(baru, lama)
    assert [change.nomor for change in there] == sorted(change.nomor for change in back)
    for change, opposite in zip(there, back, strict=True):
        assert change.tambah == opposite.hapus and change.hapus == opposite.tambah
        assert [(one.pertanyaan, one.lama, one.baru) for one in change.jawaban] == [
            (one.pertanyaan, one.baru, one.lama) for one in opposite.jawaban
        ]
