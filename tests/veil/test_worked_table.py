"""A table small enough to work through by hand: what a reader who knows the rule can tell, and can't."""

from veil import Cell, ProtectedTable, Rule, TableSpec, Variable, attack, protect, tabulate

COUNTS = {
    ("sexual", "women"): 61, ("sexual", "men"): 2, ("labour", "women"): 7,
    ("labour", "men"): 14, ("crime", "women"): 3, ("crime", "men"): 8,
}  # fmt: skip
RULE = Rule(threshold=5)


def counted():
    persons = [{"form": form, "sex": sex} for (form, sex), n in COUNTS.items() for _ in range(n)]
    [table] = tabulate(
        persons, [Variable("form"), Variable("sex")], [TableSpec("form by sex", ("form", "sex"))]
    )
    return table


def hiding(table, *hidden):
    cells = {c: Cell(None, "primary" if 0 < n < 5 else "secondary") if c in hidden else Cell(n, "published")
             for c, n in table.cells.items()}  # fmt: skip
    return ProtectedTable.from_cells(table.spec, table.variables, cells)


def test_hiding_the_small_counts_alone_hides_nothing():
    table = counted()
    verdict = attack([hiding(table, ("sexual", "men"), ("crime", "women"))], RULE)
    assert {(f.codes, f.kind, f.low) for f in verdict.findings} == {
        (("sexual", "men"), "pinned", 2),
        (("crime", "women"), "pinned", 3),
    }


def test_hiding_a_second_cell_in_each_row_still_tells_that_one_is_not_1():
    table = counted()
    block = [(form, sex) for form in ("sexual", "crime") for sex in ("women", "men")]
    published = hiding(table, *block)
    verdict = attack([published], RULE, exact=True)
    assert not verdict.safe
    assert verdict.ranges(published)[("crime", "women")].low == 2


def test_what_veil_publishes_keeps_the_promise_with_the_ranges_of_the_text():
    protected = protect([counted()], RULE).tables[0]
    assert {codes for codes, cell in protected.cells.items() if cell.count is None} == set(COUNTS)
    verdict = attack([protected], RULE, exact=True)
    assert verdict.safe
    ranges = {codes: (r.low, r.high) for codes, r in verdict.ranges(protected).items()}
    assert ranges[("crime", "women")] == (1, 10)
    assert ranges[("sexual", "men")] == (1, 22)


def test_the_table_that_a_board_can_follow_is_hidden_as_it_says():
    counts = {("A", "women"): 12, ("A", "men"): 2, ("B", "women"): 9, ("B", "men"): 7}
    persons = [{"form": form, "sex": sex} for (form, sex), n in counts.items() for _ in range(n)]
    [table] = tabulate(persons, [Variable("form"), Variable("sex")], [TableSpec("t", ("form", "sex"))])
    protected = protect([table], RULE).tables[0]
    assert {codes for codes, cell in protected.cells.items() if cell.hidden} == set(counts)
    told = attack([protected], RULE, exact=True).ranges(protected)[("A", "men")]
    assert (told.low, told.high) == (1, 8)
