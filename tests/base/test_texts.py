import pytest

from pekppp.base import texts
from pekppp.base.errors import Refused


def refusal(function, *args):
    with pytest.raises(Refused) as refused:
        function(*args)
    return refused.value.message, refused.value.field


def test_a_text_is_stored_without_nul_and_margin():
    assert texts.clean(" a\x00b\n c \x00") == "ab\n c"
    assert texts.one_line(" a\x00b\n  c ") == "ab c"


def test_a_longer_text_is_refused_with_both_lengths():
    assert texts.at_most(" abc\x00 ", "isi", 3) == "abc"
    assert refusal(texts.at_most, "abcd", "isi", 3) == ("Paling panjang 3 huruf; ada 4.", "isi")


@pytest.mark.parametrize("empty", ["", "  \n", "\x00 \x00"])
def test_what_is_required_is_refused_in_its_own_words(empty):
    assert refusal(texts.required, empty, "isi", 3, "Tulis isinya.") == ("Tulis isinya.", "isi")
    assert refusal(texts.reason, empty) == ("Alasan wajib diisi.", "alasan")
    assert texts.at_most(empty, "isi", 3) == ""
