"""What a verdict tells, and whom."""

from __future__ import annotations

import pytest

from veil import (
    BadInput,
    Rule,
    TableSpec,
    Variable,
    attack,
    from_json,
    propose,
    protect,
    round_counts,
    tabulate,
    to_json,
)
from veil.attack.rounded import attack_rounded

FORM = Variable("form", ("S", "L", "T"))
SPEC = TableSpec("t", ("form",))
PEOPLE = [{"form": "S"}] * 173 + [{"form": "L"}] * 3 + [{"form": "T"}] * 164


def test_what_is_hidden_is_not_told_by_printing_a_result():
    """Into a log, or a notebook that is passed on."""
    rule = Rule()
    counted = tabulate(PEOPLE, [FORM], [SPEC])
    hidden = protect(counted, rule)
    (variant, *_) = propose(PEOPLE, [FORM], [SPEC], rule)
    assert hidden.tables[0]["T",].hidden
    for result in (counted, hidden, hidden.verdict, hidden.verdict.system, variant):
        assert "164" not in repr(result)


def test_ranges_of_tables_that_were_written_and_read_again():
    (table,) = protect(tabulate(PEOPLE, [FORM], [SPEC]), Rule()).tables
    (again,) = from_json(to_json([table]))
    verdict = attack([table], Rule(), exact=True)
    assert verdict.ranges(again) == verdict.ranges(table)
    rounded = round_counts(PEOPLE, [FORM], [SPEC], Rule(), 5).tables
    assert attack_rounded(rounded, Rule()).ranges(from_json(to_json(rounded))[0])


def test_ranges_of_another_table_are_asked_for_in_vain():
    (table,) = protect(tabulate(PEOPLE, [FORM], [SPEC]), Rule()).tables
    (other,) = protect(tabulate(PEOPLE, [FORM], [TableSpec("other", ("form",))]), Rule()).tables
    with pytest.raises(BadInput, match="other is none of those that were attacked"):
        attack([table], Rule()).ranges(other)


def test_tables_that_no_persons_can_give_are_bad_input_with_the_sum_that_fails():
    (table,) = protect(tabulate(PEOPLE, [FORM], [SPEC]), Rule()).tables
    wrong = from_json(to_json([table]).replace('["Total", 340, ', '["Total", 2, '))
    with pytest.raises(BadInput, match="t: Total is 2"):
        attack(wrong, Rule())
