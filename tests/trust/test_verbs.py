"""Who reads the trail meets words, never the machinery's own."""

import ast

from sluss.config.messages import SOURCE
from sluss.trust.verbs import VERBS

#: what takes a verb, and at which place
TAKES_A_VERB = {"leave": 1, "transition": 0, "move": 2}


def words_of(argument: ast.expr) -> set[str]:
    """The texts that an argument may be: one, or one of two."""
    if isinstance(argument, ast.IfExp):
        return words_of(argument.body) | words_of(argument.orelse)
    return (
        {argument.value} if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else set()
    )


def verbs_in_the_code() -> set[str]:
    found = {"check trail"}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = TAKES_A_VERB.get(name)
            if place is not None and len(node.args) > place:
                found |= words_of(node.args[place])
    return found


def test_every_verb_that_leaves_a_line_is_said_in_words_and_no_word_is_left_over():
    assert verbs_in_the_code() == set(VERBS)
