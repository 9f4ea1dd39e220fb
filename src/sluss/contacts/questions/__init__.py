"""The contact form's questions, straight from the codebook: shown on a page, and read from what it sends.

The questions of a step, its options and its long lists don't change from person to person, so they are put
together once for each step, role and language; only what is answered is added for each page.
"""

from sluss.contacts.questions.frames import Frame, frames
from sluss.contacts.questions.reading import Typed, read_answers
from sluss.contacts.questions.showing import Question, Told, answers_in_words, in_words, show_questions

__all__ = [
    "Frame",
    "Question",
    "Told",
    "Typed",
    "answers_in_words",
    "frames",
    "in_words",
    "read_answers",
    "show_questions",
]
