"""What is read of collecting. Each begins with who is looking."""

from sluss.contacts.selectors.board import Board, BoardRow, board, board_rounds, progress
from sluss.contacts.selectors.figures import OwnFigures, own_figures
from sluss.contacts.selectors.freezing import accepted_contacts, accepted_returns
from sluss.contacts.selectors.persons import Listed, Reviewed, listed_persons, reviewed_persons

__all__ = [
    "Board",
    "BoardRow",
    "Listed",
    "OwnFigures",
    "Reviewed",
    "accepted_contacts",
    "accepted_returns",
    "board",
    "board_rounds",
    "listed_persons",
    "own_figures",
    "progress",
    "reviewed_persons",
]
