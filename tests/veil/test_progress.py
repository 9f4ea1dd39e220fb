"""Long work tells how far it has come, and what it finds doesn't depend on whether anybody listens."""

from veil import Rule, TableSpec, Variable, attack, protect, tabulate

ROWS = [
    {"sex": sex, "form": form}
    for sex, form, count in [("K", "S", 12), ("K", "L", 9), ("M", "S", 2), ("M", "L", 7)]
    for _ in range(count)
]
TABLES = tabulate(ROWS, [Variable("sex"), Variable("form")], [TableSpec("t", ("sex", "form"))])


def test_each_step_is_told_and_none_goes_beyond_its_end():
    told = []
    result = protect(TABLES, Rule(), report=lambda *step: told.append(step))
    assert list(dict.fromkeys(step for step, _, _ in told)) == [
        "hiding",
        "showing again what may be",
        "showing more instead of less",
        "attacking",
    ]
    assert all(done <= of for _, done, of in told)
    assert result.tables[0].to_json() == protect(TABLES, Rule()).tables[0].to_json()


def test_an_attack_that_is_to_be_exact_tells_of_each_hidden_cell():
    told = []
    attack(protect(TABLES, Rule()).tables, Rule(), exact=True, report=lambda *step: told.append(step))
    assert told == [("attacking", 0, 0), *(("attacking", done, 4) for done in range(4))]
