"""States as one table per thing: what may follow what, and by which verb.

A thing has a `state` field. `move` changes it, or refuses, and leaves a line in the trail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sluss.trust.actor import Actor
from sluss.trust.refusals import WrongState
from sluss.trust.trail import leave


@dataclass(frozen=True)
class Transition:
    """One allowed step: the verb that makes it, from which states, to which."""

    verb: str
    sources: frozenset[str]
    target: str


def transition(verb: str, sources: Iterable[str], target: str) -> Transition:
    return Transition(verb, frozenset(str(s) for s in sources), str(target))


class StateTable:
    """All transitions of one kind of thing. A verb may have one transition for each source."""

    def __init__(self, *transitions: Transition) -> None:
        self.transitions = transitions

    def allows(self, state: str, verb: str) -> bool:
        return self._find(state, verb) is not None

    def _find(self, state: str, verb: str) -> Transition | None:
        return next((t for t in self.transitions if t.verb == verb and state in t.sources), None)

    def move(self, actor: Actor, thing: Any, verb: str, *, reason: str = "", message: Any = "") -> None:
        """Set the thing's state and leave a line in the trail; the caller saves in its own transaction.

        Raises:
            WrongState: the verb has no transition from where the thing stands.
        """
        step = self._find(thing.state, verb)
        if step is None:
            raise WrongState(message)
        before, thing.state = thing.state, step.target
        leave(actor, verb, thing, reason=reason, detail={"from": before, "to": step.target})

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2"]
        for step in self.transitions:
            lines += [f"    {source} --> {step.target}: {step.verb}" for source in sorted(step.sources)]
        return "\n".join(lines)
