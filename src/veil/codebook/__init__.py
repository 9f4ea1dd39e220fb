"""The codebook: what is asked, which answers there are, and what they mean elsewhere, as data.

A codebook is a folder of TOML files, one folder for each version. From it follow forms, templates, checks,
the dimensions and labels of tables, exports and the printed data dictionary:

    book = load("codebook/2017")
    book.variables["age"].codes.codes          # the answers, in order
    book.check(answers, role=..., today=...)   # what is wrong, in words that say what to mend
    book.derive(answers, on=...)               # child or adult, citizenship group, ...
    book.hierarchies("citizenship")            # coarser codes, for tables that must hide less

`unknown`, `not_asked`, `declined` and `none` are four different answers everywhere.
"""

from veil.codebook.book import Codebook, Crosswalk
from veil.codebook.check import Finding
from veil.codebook.conditions import Condition
from veil.codebook.errors import CodebookError
from veil.codebook.guess import Guess
from veil.codebook.lists import Code, CodeList, Group, Level, Membership
from veil.codebook.read import load
from veil.codebook.standards import Field, Standard
from veil.codebook.variables import Answer, Answers, RecordField, Step, Text, Variable

__all__ = [
    "Answer",
    "Answers",
    "Code",
    "CodeList",
    "Codebook",
    "CodebookError",
    "Condition",
    "Crosswalk",
    "Field",
    "Finding",
    "Group",
    "Guess",
    "Level",
    "Membership",
    "RecordField",
    "Standard",
    "Step",
    "Text",
    "Variable",
    "load",
]
