"""The organisation number is checked digit by digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluss.coalition.organisation_number import Fault, WrongNumber, check_digit, normal

#: numbers that authorities print on their own pages: the tax agency, the county board of Stockholm
KNOWN = ["202100-5448", "202100-2247"]
NINE = st.from_regex(r"[0-9]{2}[2-9][0-9]{6}", fullmatch=True)


@pytest.mark.parametrize("number", KNOWN)
def test_numbers_of_authorities_are_right(number):
    assert normal(number) == number


@pytest.mark.parametrize("written", ["2021005448", " 202100 5448 ", "16202100-5448", "202100–5448"])
def test_a_number_is_taken_as_people_write_it(written):
    assert normal(written) == "202100-5448"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", Fault.DIGITS),
        ("202100-544", Fault.DIGITS),
        ("SE202100544801", Fault.DIGITS),
        ("٢٠٢١٠٠٥٤٤٨", Fault.DIGITS),
        ("811218-9876", Fault.PERSON),
        ("202100-5449", Fault.CHECK),
    ],
)
def test_what_is_wrong_is_told_apart(written, fault):
    with pytest.raises(WrongNumber) as wrong:
        normal(written)
    assert wrong.value.fault == fault


@given(NINE, st.integers(0, 9), st.integers(0, 9))
def test_one_mistyped_digit_is_always_found(nine, place, other):
    right = nine + check_digit(nine)
    assert normal(right) == f"{right[:6]}-{right[6:]}"
    typed = right[:place] + str(other) + right[place + 1 :]
    if typed != right:
        with pytest.raises(WrongNumber):
            normal(typed)
