"""The ledger: everything that a body has published, as one growing system.

A reader forgets nothing. What is published next is judged beside all that is out: the same persons cut another
way, a restated version of them, a period that overlaps theirs.
"""

from veil.ledger.book import Collision, Ledger
from veil.ledger.changes import told_of_changes
from veil.ledger.codes import in_codes, leaves_of
from veil.ledger.editions import Edition, Publication, months

__all__ = [
    "Collision",
    "Edition",
    "Ledger",
    "Publication",
    "in_codes",
    "leaves_of",
    "months",
    "told_of_changes",
]
