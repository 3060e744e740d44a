"""State x viewer x field, against a table written by hand from what each person is promised."""

import pytest

from evaluations.rules.visibility import Field, Viewer, sees, visible_fields
from evaluations.rules.workflow import State

# The columns below, in the order of an evaluation's life; the five end states come last.
LIFE = [
    State.DRAF, State.DIKIRIM, State.DIKEMBALIKAN, State.DINILAI, State.F02_SELESAI,
    State.DIVERIFIKASI, State.DIVALIDASI, State.TERBIT, State.DILAPORKAN,
    State.TIDAK_MENGISI, State.TIDAK_DAPAT_DINILAI, State.DIGANTI, State.DIBATALKAN,
    State.TANPA_IPP,
]  # fmt: skip

# x: shown, .: not shown. Columns: draf dikirim dikembalikan dinilai | f02_selesai diverifikasi |
# divalidasi terbit dilaporkan | tidak_mengisi tidak_dapat_dinilai diganti dibatalkan tanpa_ipp
EXPECTED = """
unit        jawaban            xxxx xx xxx xxxxx
unit        level              .... xx xxx ....x
unit        catatan_unit       .... xx xxx ....x
unit        alasan             .... xx xxx ....x
unit        catatan_internal   .... .. ... .....
unit        level_verifikator  .... .x xxx ....x
unit        rekomendasi        .... xx xxx ....x
unit        kemajuan_survei    xxxx xx xxx xxxxx
unit        rincian_survei     .... .. xxx .....
unit        komentar_survei    .... .. xxx .....
unit        angka_sementara    .... .. x.. .....
unit        angka_final        .... .. .xx .....
unit        orang              xxxx xx xxx xxxxx
unit        percakapan         xxxx xx xxx xxxxx
induk       jawaban            .xxx xx xxx xxxxx
induk       level              .... xx xxx ....x
induk       catatan_unit       .... xx xxx ....x
induk       alasan             .... xx xxx ....x
induk       catatan_internal   .... .. ... .....
induk       level_verifikator  .... .x xxx ....x
induk       rekomendasi        .... xx xxx ....x
induk       kemajuan_survei    xxxx xx xxx xxxxx
induk       rincian_survei     .... .. xxx .....
induk       komentar_survei    .... .. xxx .....
induk       angka_sementara    .... .. x.. .....
induk       angka_final        .... .. .xx .....
induk       orang              xxxx xx xxx xxxxx
induk       percakapan         .xxx xx xxx xxxxx
evaluator   jawaban            xxxx xx xxx xxxxx
evaluator   level              xxxx xx xxx xxxxx
evaluator   catatan_unit       xxxx xx xxx xxxxx
evaluator   alasan             xxxx xx xxx xxxxx
evaluator   catatan_internal   xxxx xx xxx xxxxx
evaluator   level_verifikator  ...x xx xxx ....x
evaluator   rekomendasi        xxxx xx xxx xxxxx
evaluator   kemajuan_survei    xxxx xx xxx xxxxx
evaluator   rincian_survei     .... xx xxx ....x
evaluator   komentar_survei    .... xx xxx ....x
evaluator   angka_sementara    xxxx xx xxx .....
evaluator   angka_final        .... .. xxx .....
evaluator   orang              xxxx xx xxx xxxxx
evaluator   percakapan         xxxx xx xxx xxxxx
verifikator jawaban            .xxx xx xxx xxxxx
verifikator level              ...x xx xxx ....x
verifikator catatan_unit       ...x xx xxx ....x
verifikator alasan             ...x xx xxx ....x
verifikator catatan_internal   ...x xx xxx ....x
verifikator level_verifikator  xxxx xx xxx xxxxx
verifikator rekomendasi        ...x xx xxx ....x
verifikator kemajuan_survei    xxxx xx xxx xxxxx
verifikator rincian_survei     .... xx xxx ....x
verifikator komentar_survei    .... xx xxx ....x
verifikator angka_sementara    xxxx xx xxx .....
verifikator angka_final        .... .. xxx .....
verifikator orang              xxxx xx xxx xxxxx
verifikator percakapan         .xxx xx xxx xxxxx
admin       jawaban            xxxx xx xxx xxxxx
admin       level              xxxx xx xxx xxxxx
admin       catatan_unit       xxxx xx xxx xxxxx
admin       alasan             xxxx xx xxx xxxxx
admin       catatan_internal   xxxx xx xxx xxxxx
admin       level_verifikator  xxxx xx xxx xxxxx
admin       rekomendasi        xxxx xx xxx xxxxx
admin       kemajuan_survei    xxxx xx xxx xxxxx
admin       rincian_survei     xxxx xx xxx xxxxx
admin       komentar_survei    xxxx xx xxx xxxxx
admin       angka_sementara    xxxx xx xxx .....
admin       angka_final        .... .. xxx .....
admin       orang              xxxx xx xxx xxxxx
admin       percakapan         xxxx xx xxx xxxxx
reviewer    jawaban            x.x. .. ... .....
reviewer    level              .... .. ... .....
reviewer    catatan_unit       .... .. ... .....
reviewer    alasan             .... .. ... .....
reviewer    catatan_internal   .... .. ... .....
reviewer    level_verifikator  .... .. ... .....
reviewer    rekomendasi        .... .. ... .....
reviewer    kemajuan_survei    .... .. ... .....
reviewer    rincian_survei     .... .. ... .....
reviewer    komentar_survei    .... .. ... .....
reviewer    angka_sementara    .... .. ... .....
reviewer    angka_final        .... .. ... .....
reviewer    orang              .... .. ... .....
reviewer    percakapan         .... .. ... .....
reader      jawaban            .xxx xx xxx xxxxx
reader      level              .... xx xxx ....x
reader      catatan_unit       .... xx xxx ....x
reader      alasan             .... xx xxx ....x
reader      catatan_internal   .... .. ... .....
reader      level_verifikator  .... .x xxx ....x
reader      rekomendasi        .... xx xxx ....x
reader      kemajuan_survei    xxxx xx xxx xxxxx
reader      rincian_survei     .... xx xxx ....x
reader      komentar_survei    .... xx xxx ....x
reader      angka_sementara    .... xx xxx .....
reader      angka_final        .... .. xxx .....
reader      orang              xxxx xx xxx xxxxx
reader      percakapan         .xxx xx xxx xxxxx
public      jawaban            .... .. ... .....
public      level              .... .. .xx .....
public      catatan_unit       .... .. ... .....
public      alasan             .... .. ... .....
public      catatan_internal   .... .. ... .....
public      level_verifikator  .... .. ... .....
public      rekomendasi        .... .. .xx .....
public      kemajuan_survei    .... .. ... .....
public      rincian_survei     .... .. .xx .....
public      komentar_survei    .... .. ... .....
public      angka_sementara    .... .. ... .....
public      angka_final        .... .. .xx .....
public      orang              .... .. ... .....
public      percakapan         .... .. ... .....
"""


def rows() -> dict[tuple[str, str], str]:
    found = {}
    for line in EXPECTED.split("\n"):
        if line:
            viewer, field, *marks = line.split()
            found[viewer, field] = "".join(marks)
    return found


def test_the_expectation_names_every_viewer_field_and_state():
    assert set(rows()) == {(viewer.value, field.value) for viewer in Viewer for field in Field}
    assert {len(marks) for marks in rows().values()} == {len(State)}
    assert set(LIFE) == set(State)


@pytest.mark.parametrize(("viewer", "field"), sorted(rows()))
def test_a_viewer_sees_a_field_in_exactly_these_states(viewer, field):
    found = "".join("x" if sees(Field(field), [Viewer(viewer)], state) else "." for state in LIFE)
    assert found == rows()[viewer, field]


def test_somebody_without_a_capacity_sees_nothing():
    assert not any(visible_fields([], state) for state in State)


def test_capacities_add_up():
    for state in State:
        both = visible_fields([Viewer.UNIT, Viewer.EVALUATOR], state)
        assert both == visible_fields([Viewer.UNIT], state) | visible_fields(
            [Viewer.EVALUATOR], state
        )


def test_internal_notes_reach_neither_the_unit_nor_a_reader_nor_the_public():
    for state in State:
        found = visible_fields([Viewer.UNIT, Viewer.READER, Viewer.PUBLIC], state)
        assert Field.CATATAN_INTERNAL not in found


def test_what_respondents_wrote_is_never_public():
    assert not any(sees(Field.KOMENTAR_SURVEI, [Viewer.PUBLIC], state) for state in State)


def test_a_unit_sees_no_figure_before_it_is_decided():
    for state in (State.DRAF, State.DINILAI, State.F02_SELESAI, State.DIVERIFIKASI):
        found = visible_fields([Viewer.UNIT], state)
        assert not found & {Field.ANGKA_SEMENTARA, Field.ANGKA_FINAL}
