"""Coarser codes: what is proposed, and what stays as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.veil.small import persons
from tests.veil.worlds import SEARCH
from veil import Rule, TableSpec, Unprotectable, Variable, tabulate
from veil.recode import OTHER, Cut, propose

REGIONS = {"DE": "Europe", "PL": "Europe", "NG": "Africa", "GH": "Africa"}
COUNTRY = Variable("country", ("DE", "PL", "NG", "GH", "US"), {"region": REGIONS})
SEX = Variable("sex", ("K", "M"))
SPEC = TableSpec("t", ("country", "sex"))


def rows(**counts):
    """So many women and so many men of each country."""
    return [
        {"country": country, "sex": sex}
        for country, each in counts.items()
        for sex, times in zip("KM", each, strict=True)
        for _ in range(times)
    ]


def cuts(threshold, **count):
    finest = Cut.finest(COUNTRY, "region")
    return [dict(cut.codes) for cut in finest.coarser(count, threshold)]


def test_one_step_coarser_is_a_whole_region_or_small_siblings_as_other():
    steps = cuts(5, DE=9, PL=3, NG=2, GH=3, US=4)
    alone = {code: (code,) for code in COUNTRY.codes}
    assert {**{c: alone[c] for c in ("NG", "GH", "US")}, "Europe": ("DE", "PL")} in steps
    assert {**{c: alone[c] for c in ("DE", "PL", "US")}, "Africa": ("NG", "GH")} in steps
    assert all(len(step) >= 2 for step in steps)
    assert all(sorted(leaf for joined in step.values() for leaf in joined) == sorted(alone) for step in steps)


def test_siblings_are_joined_only_where_another_sibling_is_left():
    plain = Cut.finest(Variable("form", ("a", "b", "c")), None)
    steps = [dict(cut.codes) for cut in plain.coarser({"a": 1, "b": 2, "c": 9}, 5)]
    assert steps == [{OTHER: ("a", "b"), "c": ("c",)}]
    assert not list(plain.coarser({"a": 1, "b": 2, "c": 3}, 5))
    pair = Cut.finest(Variable("form", ("a", "b")), None)
    assert not list(pair.coarser({"a": 1, "b": 9}, 5))


def test_a_code_that_is_other_already_takes_up_the_next_small_one():
    joined = Cut.finest(Variable("form", ("a", "b", "c", "d", "e")), None).join(("a", "b"), OTHER)
    steps = [dict(cut.codes) for cut in joined.coarser({OTHER: 7, "c": 6, "d": 30, "e": 60}, 5)]
    assert steps[0] == {OTHER: ("a", "b", "c"), "d": ("d",), "e": ("e",)}


def test_small_codes_are_not_joined_under_the_name_of_a_group_or_of_another_code():
    codes = ("a", "b", "c", "d", "g", "h", "i")
    regions = {"a": "north", "b": "north", "c": "other", "d": "other"}
    finest = Cut.finest(Variable("land", codes, {"region": regions}), "region")
    small = [
        step
        for step in finest.coarser({"a": 40, "b": 40, "c": 30, "d": 8, "i": 9}, 5)
        if len(step.codes) == 6
    ]
    assert dict(small[-1].codes) == {**{code: (code,) for code in "abcdi"}, "other 2": ("g", "h")}
    for step in small[-1].coarser({"a": 40, "b": 40, "c": 30, "d": 3, "other 2": 6, "i": 9}, 5):
        assert sorted(own for members in step.codes.values() for own in members) == list(codes)
    known = Cut.finest(Variable("land", ("other", "a", "b", "c"), {"region": {"other 2": "far"}}), None)
    [step] = known.coarser({"other": 9, "a": 1, "b": 2, "c": 9}, 5)
    assert dict(step.codes) == {"other": ("other", "a", "b"), "c": ("c",)}
    assert dict(known.join(("a", "b"), "other").codes) == {"other": ("other", "a", "b"), "c": ("c",)}


def test_a_region_that_is_called_other_keeps_its_countries_apart_from_the_small_ones():
    regions = {"a": "north", "b": "north", "c": "other", "d": "other"}
    persons_of = {"a": 30, "b": 30, "j": 30, "c": 8, "d": 8, "g": 3, "h": 2, "i": 3}
    people = [{"land": land, "sex": "KMM"[n % 3]} for land, times in persons_of.items() for n in range(times)]
    land = Variable("land", hierarchies={"region": regions})
    for variant in propose(people, [land, SEX], [TableSpec("t", ("land", "sex"))], Rule()):
        assert variant.tables[0]["Total", "Total"] == len(people)
    assert [(change.code, change.joined) for change in variant.changes] == [("other 2", ("g", "h", "i"))]


def test_small_countries_become_their_region_so_that_everybody_can_be_shown():
    people = rows(DE=(20, 20), PL=(3, 4), NG=(4, 3), GH=(4, 4), US=(20, 20))
    plain, coarser = propose(people, [COUNTRY, SEX], [SPEC], Rule(), share=1.0)
    assert plain.changes == ()
    assert {change.code for change in coarser.changes} == {"Africa", "Europe"}
    assert plain.utility.share < 1.0
    assert coarser.utility.share == 1.0
    assert coarser.protection.tables[0].hidden == 0
    assert coarser.utility.information < 1.0


def test_the_finest_codes_that_show_the_wanted_share_are_taken():
    people = rows(DE=(20, 20), PL=(3, 4), NG=(4, 3), GH=(4, 4), US=(20, 20))
    least, most = (propose(people, [COUNTRY, SEX], [SPEC], Rule(), share=share)[-1] for share in (0.5, 1.0))
    assert 0.5 <= least.utility.share < most.utility.share
    assert least.utility.information > most.utility.information


def test_the_codes_of_earlier_years_stay_when_asked_for():
    people = rows(DE=(20, 20), PL=(3, 4), NG=(4, 3), GH=(4, 4), US=(20, 20))
    _, kept = propose(people, [COUNTRY, SEX], [SPEC], Rule(), stable=["country"], share=1.0) * 2
    assert kept.changes == ()
    assert kept.variables[0].codes == COUNTRY.codes


@SEARCH
@given(persons([COUNTRY, SEX], most=40), st.sampled_from([0.5, 0.9]))
def test_every_proposal_is_safe_has_two_codes_a_variable_and_counts_everybody(people, share):
    try:
        variants = propose(people, [COUNTRY, SEX], [SPEC], Rule(threshold=3), share=share)
    except Unprotectable:
        return
    for variant in variants:
        assert variant.protection.safe
        assert all(len(variable.codes) >= 2 for variable in variant.variables)
        assert variant.tables[0][("Total", "Total")] == len(people)
        joined = [leaf for change in variant.changes for leaf in change.joined]
        assert len(joined) == len(set(joined))


def test_a_region_of_one_country_says_which_it_stands_for():
    """Else what was published by the region's name would be of other persons than what was by the country's."""
    land = Variable("land", hierarchies={"region": {"a": "north", "b": "north", "c": "south", "d": "south"}})
    persons_of = {"a": 5, "b": 4, "c": 13}
    people = [{"land": code} for code, times in persons_of.items() for _ in range(times)]
    steps = Cut.finest(land.declared(("a", "b", "c")), "region").coarser(persons_of, 5)
    joined = next(step for step in steps if "south" in step.codes)
    assert {change.code: change.joined for change in joined.changes()}["south"] == ("c",)
    (table,) = tabulate(people, [joined.as_variable()], [TableSpec("t", ("land",))])
    assert table["south"] == 13
