"""veil: figures that betray nobody.

Counts of persons in tables, cut by several variables, with all their margins; small counts hidden, and with
them as few others as keep a reader from working the small ones out; and the adversary who proves it or breaks
it.

>>> from veil import Rule, TableSpec, Variable, attack, protect, tabulate
>>> persons = [{"sex": "K", "form": "S"}] * 12 + [{"sex": "K", "form": "L"}] * 9 + [
...     {"sex": "M", "form": "S"}] * 2 + [{"sex": "M", "form": "L"}] * 7
>>> spec = TableSpec("form by sex", ("form", "sex"))
>>> tables = tabulate(persons, [Variable("sex"), Variable("form")], [spec])
>>> tables[0][("S", "M")], tables[0][("Total", "M")]
(2, 9)
>>> rule = Rule(threshold=5)
>>> result = protect(tables, rule)
>>> table = result.tables[0]
>>> table[("S", "M")]
Cell(count=None, status='primary', most=None)
>>> table.hidden
4
>>> attack(result.tables, rule).safe
True

Naive hiding, of the small count alone, is broken:

>>> from veil import Cell, ProtectedTable
>>> naive = {codes: Cell(None, "primary") if 0 < n < 5 else Cell(n, "published")
...          for codes, n in tables[0].cells.items()}
>>> verdict = attack([ProtectedTable.from_cells(tables[0].spec, tables[0].variables, naive)], rule)
>>> verdict.findings[0].kind, verdict.findings[0].codes, verdict.findings[0].low
('pinned', ('S', 'M'), 2)
"""

from veil.attack import Verdict, attack
from veil.attack.adversary import Range
from veil.attack.insider import attack_knowing
from veil.attack.rounded import RoundedVerdict, attack_rounded
from veil.cells import read_cells, read_persons
from veil.errors import BadInput, Unprotectable, VeilError
from veil.judgement import Figure, Finding
from veil.ledger import Collision, Edition, Ledger, Publication
from veil.links import Periods, Restated, Span
from veil.protect import Protection, protect
from veil.published import Cell, ProtectedTable, from_json, to_json
from veil.read_spec import read_spec
from veil.recode import Change, Variant, propose
from veil.rounding import Rounding, round_counts
from veil.rule import Rule
from veil.spec import Spec
from veil.tables import Table, TableSpec, tabulate
from veil.utility import Utility, measure
from veil.variables import TOTAL, Variable

__all__ = [
    "TOTAL",
    "BadInput",
    "Cell",
    "Change",
    "Collision",
    "Edition",
    "Figure",
    "Finding",
    "Ledger",
    "Periods",
    "ProtectedTable",
    "Protection",
    "Publication",
    "Range",
    "Restated",
    "RoundedVerdict",
    "Rounding",
    "Rule",
    "Span",
    "Spec",
    "Table",
    "TableSpec",
    "Unprotectable",
    "Utility",
    "Variable",
    "Variant",
    "VeilError",
    "Verdict",
    "attack",
    "attack_knowing",
    "attack_rounded",
    "from_json",
    "measure",
    "propose",
    "protect",
    "read_cells",
    "read_persons",
    "read_spec",
    "round_counts",
    "tabulate",
    "to_json",
]
