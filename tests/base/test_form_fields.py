import pytest
from django import forms
from django.http import QueryDict

from pekppp.base.certain import certain
from pekppp.base.form_fields import choice_field, retype, sent_as


class Letters(forms.Form):
    huruf = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    kata = forms.CharField()


def test_a_field_is_had_under_its_own_class_alone() -> None:
    form = Letters()
    assert choice_field(form, "huruf") is form.fields["huruf"]
    with pytest.raises(TypeError, match="kata: CharField"):
        choice_field(form, "kata")


def test_every_value_that_was_sent_is_read() -> None:
    assert sent_as(Letters(QueryDict("huruf=a&huruf=b")), "huruf") == ["a", "b"]
    assert sent_as(Letters(), "huruf") == []


def test_one_field_is_typed_anew_and_the_others_stay() -> None:
    sent = QueryDict("huruf=a&huruf=b&kata=lama")
    form = Letters(sent)
    retype(form, "kata", "baru")
    assert (sent_as(form, "huruf"), sent_as(form, "kata")) == (["a", "b"], ["baru"])
    assert sent["kata"] == "lama"


def test_what_was_certain_and_is_not_there_says_why_it_should_be() -> None:
    assert certain(0, "counted") == 0
    with pytest.raises(AssertionError, match="counted"):
        certain(None, "counted")
