"""A part of the persons in some codes beside all of them in others: the part is no more than the whole.

Neither table prints the other's codes; a reader adds them up to what both can tell.
"""

from __future__ import annotations

import pytest

from tests.veil.test_traps import naive
from tests.veil.worlds import check_promise, forced, kinds, read
from veil import Rule, TableSpec, Variable, attack, protect, tabulate

SEX = Variable("sex", ("K", "M"))
AGE = Variable("age", ("child", "grown"))
FORM = Variable("form", ("S", "L", "T"))
COARSE = Variable("form", ("S", "LT"), leaves={"LT": ("L", "T")})
ACROSS = Variable("form", ("SL", "T"), leaves={"SL": ("S", "L")})
MANY = Variable("form", ("S", "L"), multiple=True)
RULE = Rule(threshold=3)
MEN, GROWN_MEN = {"sex": ("M",)}, {"sex": ("M",), "age": ("grown",)}


def rows(*groups):
    return [{"sex": sex, "form": form, "age": "grown"} for times, sex, form in groups for _ in range(times)]


def everybody_and(part, people, whole, wanted):
    """Everybody's table in some codes, a part's in others."""
    (first,) = tabulate(people, [SEX, AGE, whole], [TableSpec("all", ("form",))])
    (second,) = tabulate(people, [SEX, AGE, part], [TableSpec("part", ("form",), wanted)])
    return [first, second]


def ranges(tables):
    """Of every hidden cell what the adversary tells; it is what the patient reader tells."""
    verdict = attack(tables, RULE, exact=True)
    reading = read(tables, kinds([SEX, AGE, FORM]), RULE, 14)
    told = {
        (at, codes): (found.low, found.high)
        for at, table in enumerate(tables)
        for codes, found in verdict.ranges(table).items()
    }
    assert told == {place: (low, reading.high[place]) for place, low in reading.low.items()}
    return told


@pytest.mark.parametrize("wanted", [MEN, GROWN_MEN])
def test_men_in_coarser_codes_are_no_more_than_everybody_in_finer_ones(wanted):
    people = rows((1, "K", "S"), (3, "M", "T"))
    first, second = everybody_and(COARSE, people, FORM, wanted)
    assert ranges([naive(first, ("S",), ("T",)), naive(second)]) == {(0, ("S",)): (1, 1), (0, ("T",)): (3, 3)}


@pytest.mark.parametrize("wanted", [MEN, GROWN_MEN])
def test_men_in_finer_codes_are_no_more_than_everybody_in_coarser_ones(wanted):
    people = rows((1, "K", "S"), (2, "M", "L"), (3, "M", "T"))
    first, second = everybody_and(FORM, people, COARSE, wanted)
    assert ranges([naive(first, ("S",), ("LT",)), naive(second)]) == {
        (0, ("S",)): (1, 1),
        (0, ("LT",)): (5, 5),
    }


def test_codes_that_overlap_are_compared_in_what_both_can_tell():
    people = rows((4, "M", "S"), (1, "K", "T"), (2, "M", "T"))
    first, second = everybody_and(COARSE, people, ACROSS, MEN)
    assert ranges([naive(first, ("SL",), ("T",)), naive(second)])[0, ("SL",)] == (4, 6)


@pytest.mark.parametrize(
    ("whole", "part"), [(FORM, COARSE), (COARSE, FORM), (ACROSS, COARSE), (ACROSS, FORM)]
)
@pytest.mark.parametrize("level", ["exact", "threshold"])
def test_what_is_protected_keeps_the_promise_whatever_codes_the_part_is_in(whole, part, level):
    people = rows((1, "K", "S"), (3, "M", "T"), (1, "M", "L"))
    tables = everybody_and(part, people, whole, MEN)
    rule = Rule(threshold=3, level=level)
    result = protect(tables, rule).tables
    persons = kinds([SEX, FORM])
    check_promise(result, tables, read(result, persons, rule, 14), rule, forced(result, persons, rule))


def test_an_option_of_the_men_is_no_more_than_the_men_who_answered():
    people = [{"sex": "K", "form": ["S"]}, {"sex": "M", "form": ["S", "L"]}]
    women, everybody = tabulate(
        people, [SEX, MANY], [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    )
    printed = [naive(women), naive(everybody, ("L",))]
    assert attack(printed, RULE, exact=True).ranges(printed[1])[("L",)].high == 1
