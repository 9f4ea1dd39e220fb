import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.trust.spreadsheets import FORMULA_STARTS, plain_text, safe_text


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_text_that_begins_like_a_formula_is_kept_as_text(text):
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Albanien", "18–20", "a=b", "'quoted'"])
def test_other_text_is_left_as_it_is(text):
    assert safe_text(text) == text


@given(st.text())
def test_no_text_begins_like_a_formula_and_all_but_the_marked_come_back(text):
    assert not safe_text(text).startswith(FORMULA_STARTS)
    if safe_text(text) != text:
        assert plain_text(safe_text(text)) == text
