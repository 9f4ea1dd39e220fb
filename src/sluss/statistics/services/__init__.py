"""What changes in the statistics: freeze, check, choose codes, publish, perspectives, earlier totals."""

from sluss.statistics.services.checking import Superseded, run_check, start_check, stop_check
from sluss.statistics.services.choosing import choose_levels, write_note
from sluss.statistics.services.earlier import (
    AlreadyEntered,
    SourceMissing,
    correct_total,
    enter_total,
    remove_total,
)
from sluss.statistics.services.freezing import NothingNew, NothingToFreeze, freeze
from sluss.statistics.services.perspectives import (
    Definition,
    TitleMissing,
    ensure_standard_perspectives,
    retire,
    save_perspective,
    take_up,
)
from sluss.statistics.services.publishing import (
    CheckAgain,
    CheckedMeanwhile,
    NotSafe,
    TellsByComparing,
    publish,
)

__all__ = [
    "AlreadyEntered",
    "CheckAgain",
    "CheckedMeanwhile",
    "Definition",
    "NotSafe",
    "NothingNew",
    "NothingToFreeze",
    "SourceMissing",
    "Superseded",
    "TellsByComparing",
    "TitleMissing",
    "choose_levels",
    "correct_total",
    "ensure_standard_perspectives",
    "enter_total",
    "freeze",
    "publish",
    "remove_total",
    "retire",
    "run_check",
    "save_perspective",
    "start_check",
    "stop_check",
    "take_up",
    "write_note",
]
