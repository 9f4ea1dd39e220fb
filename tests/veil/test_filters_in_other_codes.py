"""A part of the persons in some codes beside all of them in others: the part is no more than the whole.

Neither table prints the other's codes; a reader adds them up to what both can tell.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import persons
from tests.veil.test_traps import naive
from tests.veil.test_whatever_is_hidden import CHOSEN, compare, hide
from tests.veil.worlds import SEARCH, check_promise, forced, kinds, read
from veil import Cell, ProtectedTable, Rule, Table, TableSpec, Variable, attack, protect, tabulate
from veil.system import build

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
    people = kinds([SEX, FORM])
    check_promise(result, tables, read(result, people, rule, 14), rule, forced(result, people, rule))


def test_an_option_of_the_men_is_no_more_than_the_men_who_answered():
    people = [{"sex": "K", "form": ["S"]}, {"sex": "M", "form": ["S", "L"]}]
    women, everybody = tabulate(
        people, [SEX, MANY], [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    )
    printed = [naive(women), naive(everybody, ("L",))]
    assert attack(printed, RULE, exact=True).ranges(printed[1])[("L",)].high == 1


PARTS = [{"sex": ("K",)}, MEN, GROWN_MEN]
GROUPED = Variable("form", ("S", "L", "T"), {"group": {"S": "SL", "L": "SL"}})


CODES = st.sampled_from([FORM, COARSE, ACROSS, GROUPED])
MOSTLY = st.lists(st.sampled_from([True, True, True, False]), min_size=3, max_size=7)


@SEARCH
@given(
    persons([SEX, FORM, AGE], most=7),
    st.lists(st.tuples(CODES, MOSTLY), min_size=3, max_size=3),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=2, unique_by=str),
)
def test_parts_in_whatever_codes(people, cuts, parts):
    tables = [
        hide(*tabulate(people, [SEX, AGE, form], [TableSpec(str(wanted), ("form",), wanted)]), chosen)
        for (form, chosen), wanted in zip(cuts, [None, *parts], strict=False)
    ]
    compare(people, [SEX, FORM, AGE], tables, RULE)


@SEARCH
@given(
    persons([SEX, MANY, AGE], most=8),
    st.sampled_from([{"sex": ("K",)}, GROWN_MEN]),
    st.booleans(),
    CHOSEN,
)
def test_several_answers_of_a_part(people, wanted, by_sex, chosen):
    specs = [TableSpec("all", ("form",)), TableSpec("part", ("form",), wanted)]
    specs += [TableSpec("sex", ("sex",))] if by_sex else []
    tables = [hide(table, chosen) for table in tabulate(people, [SEX, MANY, AGE], specs)]
    compare(people, [SEX, MANY, AGE], tables, RULE)


def test_two_variables_in_other_codes_at_once_are_compared():
    year = Variable("year", ("1", "2", "3"))
    years = Variable("year", ("1", "23"), leaves={"23": ("2", "3")})
    met = [("S", "1"), ("L", "2"), ("T", "3"), ("T", "2")]
    people = [{"form": form, "year": when} for form, when in met]
    (first,) = tabulate(people, [FORM, years], [TableSpec("finer form", ("form", "year"))])
    (second,) = tabulate(people, [COARSE, year], [TableSpec("finer year", ("form", "year"))])
    tables = [
        naive(first, *(codes for codes in first.cells if codes != ("L", "23"))),
        naive(second, *(codes for codes in second.cells if codes not in (("LT", "2"), ("LT", "3")))),
    ]
    told = attack(tables, RULE, exact=True).ranges(tables[0])[("T", "23")]
    assert (told.low, told.high) == (2, 2)


def test_a_table_that_lists_codes_beyond_its_own_filter_says_that_nobody_has_them():
    people = rows((1, "M", "S"), (2, "M", "L"), (3, "M", "T"))
    (first,) = tabulate(people, [SEX, FORM], [TableSpec("only S and L", ("form",), {"form": ("S", "L")})])
    cells = {(code,): Cell(None, "primary") for code in ("Total", "S", "L", "T")}
    listed = ProtectedTable.from_cells(first.spec, first.variables, cells)
    zeros = Rule(threshold=3, zeros="protected")
    assert attack([listed], zeros, exact=True).ranges(listed)[("T",)].high == 0


def test_empty_cells_beyond_a_tables_own_filter_need_no_protection():
    people = rows((9, "K", "S"), (8, "M", "S"), (7, "M", "L"))
    zeros = Rule(threshold=3, zeros="protected")
    spec = TableSpec("men", ("sex", "form"), {"sex": ("M",)})
    counted = tabulate(people, [SEX, FORM], [spec])
    (table,) = protect(counted, zeros).tables
    assert not any("K" in codes for codes in table.cells)
    beyond = Table.from_cells(
        spec, counted[0].variables, {**counted[0].cells, ("K", "Total"): 0, ("K", "S"): 0}
    )
    assert protect([beyond], zeros).tables[0]["K", "S"].count == 0


def test_a_rest_is_called_by_all_the_codes_that_cut_it():
    people = [*rows((4, "K", "S"), (2, "M", "S"), (9, "M", "L")), {"sex": "K", "form": "T", "age": "child"}]
    everybody, women, grown = tabulate(
        people,
        [SEX, AGE, FORM],
        [
            TableSpec("all", ("form",)),
            TableSpec("women", ("form",), {"sex": ("K",)}),
            TableSpec("grown men", ("form",), GROWN_MEN),
        ],
    )
    labels = build([naive(everybody), naive(women), naive(grown)], RULE)
    named = {labels.labels.in_words(cell) for cell in range(labels.cells)}
    assert {"Total", "form S", "sex K, form S", "sex M", "form S, sex M"} <= named
    assert "form S, age and sex not grown and M" in named
    several = build([naive(*tabulate(people[:-1], [MANY, SEX], [TableSpec("t", ("form", "sex"))]))], RULE)
    assert "sex K, form not S" in {several.labels.in_words(cell) for cell in range(several.cells)}


GROWN_WOMEN = {"sex": ("K",), "age": ("grown",)}


@pytest.mark.parametrize("codes", [FORM, COARSE])
def test_two_parts_that_exclude_each_other_are_together_no_more_than_the_whole(codes):
    people = rows((1, "K", "L"), (1, "K", "T"), (1, "M", "L"))
    (everybody,) = tabulate(people, [COARSE], [TableSpec("all", ("form",))])
    (men,) = tabulate(people, [SEX, COARSE], [TableSpec("men", ("form",), MEN)])
    (women,) = tabulate(people, [SEX, AGE, codes], [TableSpec("grown women", ("form",), GROWN_WOMEN)])
    printed = [naive(everybody), naive(men, ("Total",), ("LT",)), naive(women, *women.cells)]
    told = ranges(printed)
    assert told[1, ("LT",)] == ((1, 1) if codes is FORM else (1, 2))
