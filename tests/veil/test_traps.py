"""A test for each known trap."""

from __future__ import annotations

import pytest

from veil import (
    BadInput,
    Cell,
    ProtectedTable,
    Rule,
    Table,
    TableSpec,
    Variable,
    attack,
    attack_knowing,
    measure,
    protect,
    round_counts,
    tabulate,
)

SEX = Variable("sex", ("K", "M"))
FORM = Variable("form", ("S", "L", "T"))
RULE = Rule(threshold=5)


def rows(*groups):
    return [row for times, row in groups for _ in range(times)]


def naive(table, *hidden):
    cells = {
        c: Cell(None, "primary") if c in hidden else Cell(n, "published") for c, n in table.cells.items()
    }
    return ProtectedTable.from_cells(table.spec, table.variables, cells)


def test_two_singletons_that_hide_each_other_give_each_other_away_when_zeros_are_published():
    people = rows(
        (1, {"sex": "K", "form": "S"}), (1, {"sex": "M", "form": "S"}), (9, {"sex": "K", "form": "L"})
    )
    (table,) = tabulate(people, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
    verdict = attack([naive(table, ("S", "K"), ("S", "M"), ("S", "Total"), ("Total", "M"))], RULE)
    pinned = {finding.codes for finding in verdict.findings if finding.kind == "pinned"}
    assert ("S", "K") in pinned
    assert protect([table], RULE).safe


def test_two_persons_in_two_hidden_cells_are_one_in_each_because_nobody_would_be_printed_as_zero():
    people = rows(
        (1, {"sex": "K", "form": "S"}),
        (1, {"sex": "M", "form": "S"}),
        (5, {"sex": "K", "form": "L"}),
        (6, {"sex": "M", "form": "L"}),
    )
    (table,) = tabulate(people, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
    printed = naive(table, ("S", "K"), ("S", "M"), ("L", "K"), ("L", "M"))
    told = {(f.codes, f.low, f.high) for f in attack([printed], Rule(threshold=2)).findings}
    assert told == {(("S", "K"), 1, 1), (("S", "M"), 1, 1), (("L", "K"), 5, 5), (("L", "M"), 6, 6)}
    zeros_hidden = attack([printed], Rule(threshold=2, zeros="protected", level="exact"), exact=True)
    assert zeros_hidden.ranges(printed)[("S", "K")].low == 0
    assert protect([table], Rule(threshold=2)).tables[0][("S", "Total")].hidden


def test_a_filter_and_the_table_without_it_are_subtracted_from_each_other():
    people = rows(
        (20, {"sex": "K", "form": "S"}), (2, {"sex": "M", "form": "S"}), (8, {"sex": "M", "form": "L"})
    )
    women, everybody = tabulate(
        people, [SEX, FORM], [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    )
    open_tables = [naive(women), naive(everybody)]
    verdict = attack(open_tables, RULE)
    assert [(f.printed, f.low, f.kind) for f in verdict.findings if f.low == 2] == [(False, 2, "pinned")]
    assert protect([women, everybody], RULE).safe


def test_a_finer_table_published_after_the_coarser_one_is_protected_against_it():
    ages = ("0-12", "13-17", "18+")
    fine = Variable("age", ages, {"child": {"0-12": "child", "13-17": "child"}})
    people = rows((2, {"age": "0-12"}), (6, {"age": "13-17"}), (30, {"age": "18+"}))
    coarse = Variable("age", ("child", "18+"), leaves={"child": ("0-12", "13-17")})
    before = protect(tabulate(people, [coarse], [TableSpec("coarse", ("age",))]), RULE)
    assert before.tables[0][("child",)].count == 8
    after = protect(tabulate(people, [fine], [TableSpec("fine", ("age",))]), RULE, before.tables)
    assert after.tables[0][("13-17",)].hidden
    assert attack(after.tables, RULE, before.tables).safe


def test_a_coarser_table_published_after_the_finer_one_is_protected_against_it():
    fine = Variable("age", ("0-12", "13-17", "18+"))
    coarse = Variable("age", ("child", "18+"), leaves={"child": ("0-12", "13-17")})
    people = rows((2, {"age": "0-12"}), (6, {"age": "13-17"}), (30, {"age": "18+"}))
    before = protect(tabulate(people, [fine], [TableSpec("fine", ("age",))]), RULE)
    assert [before.tables[0][(age,)].hidden for age in fine.codes] == [True, True, False]
    (after,) = tabulate(people, [coarse], [TableSpec("coarse", ("age",))])
    assert attack([naive(after)], RULE, before.tables).safe
    only_small = ProtectedTable.from_cells(
        before.tables[0].spec,
        before.tables[0].variables,
        dict(before.tables[0].cells)
        | {("13-17",): Cell(6, "published"), ("Total",): Cell(None, "secondary")},
    )
    verdict = attack([naive(after, ("Total",))], RULE, [only_small])
    assert [(f.codes, f.low) for f in verdict.findings if f.table == "fine"] == [(("0-12",), 2)]
    assert protect([after], RULE, [only_small]).tables[0][("child",)].hidden


def test_a_margin_printed_as_zero_tells_every_hidden_cell_of_it():
    people = rows(
        (9, {"sex": "K", "form": "S"}), (8, {"sex": "M", "form": "S"}), (7, {"sex": "M", "form": "L"})
    )
    (table,) = tabulate(people, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
    rule = Rule(threshold=3, zeros="protected")
    whole = table.with_empty_cells()
    verdict = attack([naive(whole, ("T", "K"), ("T", "M"))], rule)
    assert {(f.codes, f.low) for f in verdict.findings} == {(("T", "K"), 0), (("T", "M"), 0)}
    protected = protect([whole], rule).tables[0]
    assert protected[("T", "Total")].hidden
    assert attack([protected], rule).safe


def test_a_margin_of_as_many_persons_as_cells_that_are_not_empty_tells_each_of_them():
    people = rows((1, {"form": "S"}), (1, {"form": "L"}), (1, {"form": "T"}))
    (table,) = tabulate(people, [FORM], [TableSpec("t", ("form",))])
    verdict = attack([naive(table, ("S",), ("L",), ("T",))], Rule(threshold=3))
    assert {(f.codes, f.low) for f in verdict.findings} == {(("S",), 1), (("L",), 1), (("T",), 1)}
    assert protect([table], Rule(threshold=4)).tables[0][("Total",)].hidden


@pytest.mark.parametrize(("most", "safe"), [(3, False), (4, True)])
def test_a_small_count_that_cannot_be_four_is_narrower_than_one_to_four(most, safe):
    people = rows((1, {"form": "S"}), (most, {"form": "L"}), (9, {"form": "T"}))
    (table,) = tabulate(people, [FORM], [TableSpec("t", ("form",))])
    verdict = attack([naive(table, ("S",), ("L",))], RULE, exact=True)
    assert {(f.codes, f.low, f.high) for f in verdict.findings} == (
        set() if safe else {(("S",), 1, most), (("L",), 1, most)}
    )


def test_a_range_of_which_a_part_is_small_betrays_only_a_cell_that_is_known_to_be_small():
    """Of seven with L a man is one at least, so six women at most: of all eight two have S, and perhaps seven."""
    people = rows(
        (3, {"sex": "K", "form": "S"}),
        (5, {"sex": "K", "form": "L"}),
        (8, {"sex": "M", "form": "S"}),
        (2, {"sex": "M", "form": "L"}),
    )
    (table,) = tabulate(people, [SEX, FORM], [TableSpec("t", ("form", "sex"))])
    printed = naive(table, ("S", "K"), ("S", "M"), ("L", "K"), ("L", "M"))
    known, stranger = (attack([printed], RULE, blind=blind, exact=True) for blind in (False, True))

    assert (("S", "K"), 2, 7) in [(f.codes, f.low, f.high) for f in known.findings]
    assert attack([printed], RULE).findings == known.findings
    assert stranger.safe


def test_a_code_that_only_one_table_shows_is_at_most_the_same_code_in_the_table_without_the_filter():
    coarse = Variable("form", ("S", "other"), leaves={"other": ("L", "T")})
    people = rows(
        (2, {"sex": "K", "form": "S"}), (3, {"sex": "K", "form": "T"}), (1, {"sex": "M", "form": "L"})
    )
    women, everybody = tabulate(
        people, [SEX, FORM], [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    )
    (coarser,) = tabulate(people, [SEX, coarse], [TableSpec("coarser", ("form", "sex"))])
    hidden = {
        "women": (("S",), ("T",)),
        "all": (("Total",), ("S",), ("L",)),
        "coarser": tuple(codes for codes in coarser.cells if codes != ("Total", "K")),
    }
    printed = [naive(table, *hidden[table.name]) for table in (women, everybody, coarser)]
    assert everybody[("T",)] == 3
    ranges = attack(printed, Rule(threshold=3), exact=True).ranges(printed[0])
    assert ranges[("T",)].high == 3
    assert ranges[("S",)].low == 2


def test_a_table_of_some_codes_only_is_subtracted_from_the_table_of_all():
    people = rows((3, {"sex": "K", "form": "L"}), (3, {"sex": "M", "form": "S"}))
    everybody, some = tabulate(
        people,
        [SEX, FORM],
        [TableSpec("all", ("sex",)), TableSpec("some", ("form", "sex"), {"form": ("S", "L")})],
    )
    printed = [naive(everybody, ("K",), ("M",)), naive(some)]
    assert {(f.codes, f.low) for f in attack(printed, RULE).findings} == {(("K",), 3), (("M",), 3)}


def test_age_bands_cut_in_two_ways_are_subtracted_from_each_other():
    leaves = ("a", "b", "c", "d")
    people = rows((20, {"age": "a"}), (3, {"age": "b"}), (20, {"age": "c"}), (20, {"age": "d"}))
    one = Variable("age", ("a", "bc", "d"), leaves={"bc": ("b", "c")})
    other = Variable("age", ("ab", "c", "d"), leaves={"ab": ("a", "b")})
    tables = [
        *tabulate(people, [one], [TableSpec("one", ("age",))]),
        *tabulate(people, [other], [TableSpec("other", ("age",))]),
    ]
    assert leaves == ("a", "b", "c", "d")
    verdict = attack([naive(table) for table in tables], RULE)
    assert any(finding.low == 3 and finding.kind == "pinned" for finding in verdict.findings)
    assert protect(tables, RULE).safe


def test_a_hierarchy_with_one_child_hides_the_parent_with_the_child():
    form = Variable("form", ("S", "L"), {"group": {"S": "sexual"}})
    people = rows(
        (3, {"form": "S", "sex": "K"}), (20, {"form": "L", "sex": "K"}), (9, {"form": "L", "sex": "M"})
    )
    (table,) = protect(tabulate(people, [form, SEX], [TableSpec("t", ("form", "sex"))]), RULE).tables
    assert table[("S", "K")].hidden
    assert table[("sexual", "K")].hidden


def test_a_cell_that_one_organisation_fills_is_hidden_when_asked_for():
    org = Variable("organisation", ("A", "B"), contributor=True)
    people = rows(
        (12, {"form": "S", "sex": "K", "organisation": "A"}),
        (7, {"form": "L", "sex": "K", "organisation": "A"}),
        (7, {"form": "L", "sex": "K", "organisation": "B"}),
        (8, {"form": "S", "sex": "M", "organisation": "B"}),
        (8, {"form": "S", "sex": "M", "organisation": "A"}),
        (9, {"form": "L", "sex": "M", "organisation": "B"}),
        (9, {"form": "L", "sex": "M", "organisation": "A"}),
    )
    tables = tabulate(people, [FORM, SEX, org], [TableSpec("t", ("form", "sex"))])
    assert not protect(tables, RULE).tables[0][("S", "K")].hidden
    assert protect(tables, Rule(dominance=True)).tables[0][("S", "K")].status == "primary"


def test_whose_a_cell_is_cannot_be_told_from_counts_alone():
    (table,) = tabulate(rows((9, {"form": "S"})), [FORM], [TableSpec("t", ("form",))])
    with pytest.raises(BadInput, match="dominance needs the persons"):
        protect([table], Rule(dominance=True))


def test_only_tables_in_which_counts_are_hidden_are_judged_by_hiding():
    people = rows((9, {"form": "S"}), (2, {"form": "L"}))
    specs = [TableSpec("t", ("form",))]
    counted, rounded = tabulate(people, [FORM], specs), round_counts(people, [FORM], specs, RULE, 5).tables
    with pytest.raises(BadInput, match="t isn't printed yet"):
        attack(counted, RULE)
    for judged in (
        attack,
        lambda tables, rule: attack_knowing([], tables, rule),
        lambda tables, rule: protect(counted, rule, tables),
    ):
        with pytest.raises(BadInput, match="t is rounded"):
            judged(rounded, RULE)


def test_what_one_organisation_filled_last_year_may_be_many():
    """An earlier cell that was hidden for its contributor's sake isn't small: beside it the next table is protected."""
    org = Variable("organisation", ("A", "B"), contributor=True)
    people = rows(
        *((6, {"form": "S", "sex": sex, "organisation": "A"}) for sex in "KM"),
        *((9, {"form": "L", "sex": sex, "organisation": "B"}) for sex in "KM"),
    )
    first, second = tabulate(people, [FORM, SEX, org], [TableSpec("a", ("form",)), TableSpec("b", ("sex",))])
    rule = Rule(dominance=True)
    (earlier,) = protect([first], rule).tables
    assert (earlier[("S",)].status, earlier[("L",)].status) == ("primary", "primary")
    assert earlier[("Total",)].count == 30
    (later,) = protect([second], rule, [earlier]).tables
    assert attack([later], rule, [earlier]).safe


def test_that_all_of_a_group_share_a_sensitive_code_is_hidden_when_asked_for():
    status = Variable("status", ("undocumented", "permit"), sensitive=True)
    people = rows(
        (8, {"sex": "K", "status": "undocumented"}),
        (9, {"sex": "M", "status": "undocumented"}),
        (7, {"sex": "M", "status": "permit"}),
    )
    tables = tabulate(people, [SEX, status], [TableSpec("t", ("sex", "status"))])
    rule = Rule(group_disclosure=True)
    (table,) = protect(tables, rule).tables
    assert table[("K", "undocumented")].hidden
    assert table[("K", "permit")].hidden
    assert not protect(tables, RULE).tables[0][("K", "undocumented")].hidden


def test_each_option_of_a_multi_answer_variable_lies_between_nobody_and_those_who_answered():
    form = Variable("form", ("labour", "sexual", "other"), multiple=True)
    people = [
        {"form": ["labour"]},
        {"form": ["sexual"]},
        {"form": ["other"]},
        {"form": []},
        {"form": ["labour", "sexual"]},
    ]
    (table,) = tabulate(people, [form], [TableSpec("t", ("form",))])
    answered = table[("Total",)]
    assert [table[(code,)] / answered for code in form.codes] == [0.5, 0.5, 0.25]


def test_tables_that_contradict_each_other_are_bad_input():
    (table,) = tabulate(rows((9, {"sex": "K"}), (9, {"sex": "M"})), [SEX], [TableSpec("t", ("sex",))])
    other = naive(table)
    cells = dict(other.cells) | {("K",): Cell(8, "published")}
    wrong = ProtectedTable.from_cells(TableSpec("u", ("sex",)), table.variables, cells)
    with pytest.raises(BadInput, match="u: K is 8, but 9 in a table before it"):
        attack([other, wrong], RULE)


def test_an_empty_value_is_refused_with_its_row():
    with pytest.raises(BadInput, match="row 2: sex is empty"):
        tabulate([{"sex": "K"}, {"sex": None}], [SEX], [TableSpec("t", ("sex",))])


def test_a_finding_names_the_figures_that_give_the_cell_away():
    people = rows(
        (12, {"sex": "K", "form": "S"}),
        (2, {"sex": "M", "form": "S"}),
        (9, {"sex": "K", "form": "L"}),
        (7, {"sex": "M", "form": "L"}),
    )
    (table,) = tabulate(people, [SEX, FORM], [TableSpec("form by sex", ("form", "sex"))])
    (finding,) = attack([naive(table, ("S", "M"))], RULE).findings
    assert {(figure.codes, figure.count) for figure in finding.figures} in (
        {(("S", "Total"), 14), (("S", "K"), 12)},
        {(("Total", "M"), 9), (("L", "M"), 7)},
    )
    assert finding.in_words().startswith("form by sex: S, M must be 2, by form by sex: ")


def test_findings_of_printed_cells_come_before_those_that_nobody_prints():
    people = rows(
        (9, {"sex": "K", "form": "S"}), (2, {"sex": "M", "form": "S"}), (8, {"sex": "K", "form": "L"})
    )
    women, everybody = tabulate(
        people, [SEX, FORM], [TableSpec("women", ("form",), {"sex": ("K",)}), TableSpec("all", ("form",))]
    )
    findings = attack([naive(women), naive(everybody, ("S",))], RULE).findings
    assert [finding.printed for finding in findings] == sorted((f.printed for f in findings), reverse=True)
    assert {finding.printed for finding in findings} == {True, False}


def test_what_nobody_prints_and_nobody_knows_refuses_nothing():
    """Of the men of form T nothing is printed. In a table that fits they are few; there are three, which may be known."""
    age = Variable("age", ("child", "grown"))
    people = rows(
        (2, {"sex": "M", "form": "S", "age": "child"}),
        (1, {"sex": "M", "form": "S", "age": "grown"}),
        (1, {"sex": "M", "form": "L", "age": "child"}),
        (1, {"sex": "M", "form": "T", "age": "child"}),
        (2, {"sex": "M", "form": "T", "age": "grown"}),
        (1, {"sex": "K", "form": "S", "age": "child"}),
        (1, {"sex": "K", "form": "S", "age": "grown"}),
        (2, {"sex": "K", "form": "L", "age": "grown"}),
        (1, {"sex": "K", "form": "T", "age": "grown"}),
    )
    variables, rule = [SEX, FORM, age], Rule(threshold=3)
    specs = [
        TableSpec("age by form", ("age", "form")),
        TableSpec("women", ("form",), {"sex": ("K",)}),
        TableSpec("age by sex", ("age", "sex")),
    ]
    by_form, women, by_sex = tabulate(people, variables, specs)
    shown = {("Total", "Total"), ("Total", "T"), ("child", "Total"), ("grown", "Total"), ("Total",)}
    earlier = [
        ProtectedTable.from_cells(
            table.spec,
            table.variables,
            {
                codes: Cell(count, "published")
                if codes in shown
                else Cell(None, "primary" if count < rule.threshold else "secondary")
                for codes, count in table.cells.items()
            },
        )
        for table in (by_form, women)
    ]
    protected = protect([by_sex], rule, earlier)
    assert attack(protected.tables, rule, earlier, exact=True).safe


def test_margins_of_one_kind_only_still_give_a_cell_away():
    """Totals by sex aren't printed, the grand total is: what is left of it is the one hidden count."""
    cells = {
        ("Total", "Total"): Cell(30, "published"),
        ("S", "K"): Cell(12, "published"),
        ("L", "K"): Cell(9, "published"),
        ("S", "M"): Cell(None, "primary"),
        ("L", "M"): Cell(7, "published"),
    }
    table = ProtectedTable.from_cells(TableSpec("t", ("form", "sex")), {"form": FORM, "sex": SEX}, cells)

    (found,) = attack([table], RULE).findings

    assert (found.codes, found.low, found.high) == (("S", "M"), 2, 2)


def test_a_table_without_its_margins_is_protected_as_it_is_printed():
    people = rows(
        (12, {"form": "S", "sex": "K"}), (9, {"form": "L", "sex": "K"}), (2, {"form": "S", "sex": "M"})
    )
    (whole,) = tabulate(people, [FORM, SEX], [TableSpec("t", ("form", "sex"))])
    inner = {codes: count for codes, count in whole.cells.items() if "Total" not in codes}
    table = Table.from_cells(whole.spec, whole.variables, inner)

    (result,) = protect([table], RULE).tables
    useful = measure([table], [result])

    assert [codes for codes, cell in result.cells.items() if cell.hidden] == [("S", "M")]
    assert (useful.persons, useful.share) == (21, 21 / 23)
    assert 0.9 < useful.information < 1.0


def test_a_table_without_its_margins_whose_zeros_are_protected_too():
    inner = {("S", "K"): 12, ("L", "K"): 9, ("S", "M"): 7, ("L", "M"): 0}
    form = Variable("form", ("S", "L"))
    table = Table.from_cells(TableSpec("t", ("form", "sex")), {"form": form, "sex": SEX}, inner)

    (result,) = protect([table], Rule(zeros="protected")).tables

    assert [codes for codes, cell in result.cells.items() if cell.hidden] == [("L", "M")]
    assert ("Total", "K") not in result.cells


def test_of_margins_that_are_left_out_the_empty_ones_are_left_out_too():
    """Otherwise they would be told from those that aren't empty, and the hidden counts with them."""
    inner = {
        ("S", "K"): 6,
        ("S", "M"): 7,
        ("L", "K"): 8,
        ("L", "M"): 9,
        ("Total", "K"): 14,
        ("Total", "M"): 16,
    }
    table = Table.from_cells(TableSpec("t", ("form", "sex")), {"form": FORM, "sex": SEX}, inner)

    (result,) = protect([table], Rule(zeros="protected")).tables

    assert not [codes for codes in result.cells if codes[1] == "Total"]
    assert result["T", "K"].hidden


def test_what_is_no_man_is_a_woman_though_no_table_has_both():
    """Nobody of the men has S, there is one woman: who has S is she."""
    men, women = {"sex": ("M",)}, {"sex": ("K",)}
    tables = [
        ProtectedTable.from_cells(TableSpec(name, cut, only), {"form": FORM, "sex": SEX}, cells)
        for name, cut, only, cells in [
            ("all S", (), {"form": ("S",)}, {(): Cell(None, "primary")}),
            ("men", ("form",), men, {("Total",): Cell(4, "published"), ("T",): Cell(4, "published")}),
            ("women", (), women, {(): Cell(1, "published")}),
        ]
    ]

    found = attack(tables, Rule(threshold=3)).findings[0]

    assert (found.table, found.low, found.high) == ("all S", 1, 1)


def test_men_and_women_who_answered_are_no_more_than_all():
    """Nine persons, eight men who answered: of the women one answered at most."""
    many = Variable("form", ("S", "L"), multiple=True)
    eight = {(code,): Cell(8, "published") for code in ("Total", "S", "L")}
    hidden = {(code,): Cell(None, "primary") for code in ("Total", "S", "L")}
    tables = [
        ProtectedTable.from_cells(TableSpec(name, cut, only), {"form": many, "sex": SEX}, cells)
        for name, cut, only, cells in [
            ("all", (), None, {(): Cell(9, "published")}),
            ("men", ("form",), {"sex": ("M",)}, eight),
            ("women", ("form",), {"sex": ("K",)}, hidden),
        ]
    ]

    findings = attack(tables, Rule(threshold=3)).findings

    assert {found.codes for found in findings if found.printed} == {("Total",), ("S",), ("L",)}
    assert {(found.low, found.high) for found in findings if found.printed} == {(1, 1)}


def test_a_table_that_matters_less_than_the_others_is_the_first_of_which_cells_are_hidden():
    men = [(30, {"sex": "M", "form": form, "town": town}) for form in "SL" for town in "AB"]
    women = [(9, {"sex": "K", "form": form, "town": town}) for form, town in ("SA", "SB", "LA")]
    people = rows(*men, *women, (2, {"sex": "K", "form": "L", "town": "B"}))
    variables = [SEX, FORM, Variable("town", ("A", "B"))]

    def hidden(weight):
        cut = ("form", "town")
        specs = [
            TableSpec("all", cut, weight=weight),
            TableSpec("men", cut, {"sex": ("M",)}),
            TableSpec("women", cut, {"sex": ("K",)}),
        ]
        return {
            table.name: table.hidden for table in protect(tabulate(people, variables, specs), RULE).tables
        }

    assert hidden(1.0) == {"all": 0, "men": 4, "women": 4}
    assert hidden(0.1) == {"all": 4, "men": 0, "women": 4}
