"""The codebook itself: one version of what is asked, and what can be told from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from veil.codebook import check, derive
from veil.codebook.check import Finding, Rule
from veil.codebook.conditions import codes_in, is_answered
from veil.codebook.guess import Guess, Spellings, guess, spellings
from veil.codebook.lists import Code, CodeList, Text
from veil.codebook.standards import Standard
from veil.codebook.variables import Answer, Answers, RecordField, Step, Variable
from veil.codebook.words import plain_words


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """From an older version's answers to this one's.

    Attributes:
        variables: old variable -> new; "" where it is no longer asked. What isn't named keeps its name.
        codes: {old variable: {old code: new code}}; "" where the new version has no such answer.
    """

    from_version: str
    variables: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def carry(self, answers: Answers) -> tuple[dict[str, Answer], list[str]]:
        """The answers in the new version, and the old variables of which something was left behind."""
        carried: dict[str, Answer] = {}
        lost: list[str] = []
        for old, answer in answers.items():
            new = self.variables.get(old, old)
            moved = self._answer(old, answer) if new else None
            if moved is not None and is_answered(moved):
                carried[new] = moved
            if moved is None or len(codes_in(moved)) < len(codes_in(answer)):
                lost.append(old)
        return carried, lost

    def _answer(self, variable: str, answer: Answer) -> Answer | None:
        codes = self.codes.get(variable, {})
        if isinstance(answer, list):
            return list(dict.fromkeys(new for code in answer if (new := codes.get(code, code))))
        if isinstance(answer, str):
            return codes.get(answer, answer) or None
        return answer

    def gaps(self, old: Codebook, new: Codebook) -> list[str]:
        """What the crosswalk has forgotten, each "variable" or "variable: code"; empty when complete."""
        found = []
        for variable in old.variables.values():
            name = self.variables.get(variable.code, variable.code)
            if not name:
                continue
            if name not in new.variables:
                found.append(variable.code)
                continue
            moved, target = self.codes.get(variable.code, {}), new.variables[name].codes
            for code in variable.codes or ():
                kept = moved.get(code.code, code.code)
                if kept and (target is None or kept not in target):
                    found.append(f"{variable.code}: {code.code}")
        return found


@dataclass(frozen=True, eq=False)
class Codebook:
    """One version of the codebook. Made by `load`; never changes.

    Attributes:
        version: "2017".
        label: its name for people.
        languages: of every label; the first is the one to fall back on.
        steps: pages of the form, in order.
        variables: questions in the order they are asked.
        derived: what follows from them, in an order in which each can be derived.
        record: what is kept beside the answers.
        rules: hard and soft rules, in order.
        standards: what it is mapped to.
        crosswalks: older version -> how its answers are carried over.
        role_variable: the variable that says which role the person has.
        messages: of the built-in rules.
    """

    version: str
    label: Text
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    variables: Mapping[str, Variable]
    derived: Mapping[str, Variable]
    record: Mapping[str, RecordField]
    rules: tuple[Rule, ...]
    standards: Mapping[str, Standard]
    crosswalks: Mapping[str, Crosswalk]
    role_variable: str
    messages: Mapping[str, Text]

    @property
    def roles(self) -> Mapping[str, Code]:
        """Role of a person -> its code."""
        return self._list(self.role_variable).by_code

    def variable(self, code: str) -> Variable:
        """A question or a derived variable. Raises KeyError for neither."""
        return self.variables[code] if code in self.variables else self.derived[code]

    def in_step(self, step: str, role: str) -> tuple[Variable, ...]:
        """The questions of a step for a role, conditional ones too."""
        return tuple(v for v in self.variables.values() if v.step == step and role in v.asked_of)

    def is_asked(self, variable: str, answers: Answers, role: str) -> bool:
        """Whether the question is put to a person of this role, given her answers so far."""
        asked = self.variables[variable]
        if role not in asked.asked_of:
            return False
        if asked.ask_when is None:
            return True
        earlier = asked.ask_when.variable
        return self.is_asked(earlier, answers, role) and asked.ask_when.holds(
            {**answers, self.role_variable: role}
        )

    def prune(self, answers: Answers, role: str) -> dict[str, Answer]:
        """The answers without those to questions that are no longer asked, and without empty ones."""
        return {
            name: answer
            for name, answer in answers.items()
            if is_answered(answer) and name in self.variables and self.is_asked(name, answers, role)
        }

    def check(
        self,
        answers: Answers,
        *,
        role: str,
        today: dt.date,
        parent: Answers | None = None,
        period: tuple[dt.date, dt.date] | None = None,
        complete: bool = True,
    ) -> list[Finding]:
        """What is wrong, in the order of the questions, then of the rules.

        Args:
            answers: may hold the role too; then it has to be the same.
            parent: answers of the person she belongs to; None where there is none.
            period: first and last day of the round.
            complete: False while the form is being filled in: nothing is missing yet.

        Returns:
            Hard findings refuse, soft ones ask for a reason, kept under the finding's `rule_code`.
            A variable with a hard finding of its own isn't judged by the codebook's rules too.
        """
        return check.check(
            self, answers, role=role, today=today, parent=parent, period=period, complete=complete
        )

    def finding(self, rule_code: str, variable: str, **words: str | Text) -> Finding:
        """A hard finding by a built-in rule, in words."""
        label: str | Text = self.variables[variable].label if variable in self.variables else variable
        message = check.filled(self.messages[rule_code], {"label": label, **words})
        return Finding(variable, rule_code, True, message)

    def derive(self, answers: Answers, on: dt.date) -> dict[str, Answer]:
        """The derived variables that follow from the answers, with groups as they were on the day.

        A variable whose source isn't answered is left out.
        """
        return derive.derive(self, answers, on)

    def row(self, answers: Answers, *, role: str, on: dt.date) -> dict[str, Answer | None]:
        """One person as a row for tables: every variable and derived variable.

        A question not put to her is None; one that was hers but left empty is `not_asked`.
        """
        return derive.row(self, answers, role=role, on=on)

    def in_standard(self, answers: Answers, standard: str) -> dict[str, list[str]]:
        """The answers in another standard's fields and values, as far as they are mapped; flags are "1".

        Where two variables go to a field that holds one value, the later one that has any is taken.
        Derived variables count too: give `answers | book.derive(answers, on)`.
        """
        return derive.in_standard(self, answers, standard)

    def hierarchies(self, variable: str, on: dt.date | None = None) -> dict[str, dict[str, str]]:
        """{level: {code: its group there}}, fine to coarse, as `veil.Variable` takes them.

        A group of one code is left out: the code stands for itself. Groups are read on the day given, else
        on the reference day of the version.
        """
        codes = self.variable(variable).codes
        found: dict[str, dict[str, str]] = {}
        if codes is None:
            return found
        for level in codes.levels:
            parents = codes.parents(level.code, on)
            sizes: dict[str, int] = {}
            for group in parents.values():
                sizes[group] = sizes.get(group, 0) + 1
            found[level.code] = {code: group for code, group in parents.items() if sizes[group] > 1}
        return {level: steps for level, steps in found.items() if steps}

    def guess(self, variable: str, text: str) -> Guess:
        """The codes that a word of somebody's own list may stand for. To offer, never to apply unseen.

        Raises:
            KeyError: the variable isn't a question with codes.
        """
        return guess(self._spellings[variable], self.variables[variable], text)

    def from_standard(self, variable: str, standard: str, written: str) -> Guess:
        """The answer that a value in a form of another standard stands for.

        Where the standard is coarser than the codebook, the codes it may be are given as `either`; a code of
        the same name goes before the others ("Other" is `other`, not all that the standard has no word for).
        What the standard doesn't know, or the codebook isn't mapped to, is guessed by its words.

        Raises:
            KeyError: the variable isn't a question with codes that goes to one field of the standard.
        """
        asked = self.variables[variable]
        field = self.standards[standard].fields[asked.mappings[standard]]
        value = field.value(written) if field.values else written.strip()
        codes = self._list(variable).matching(standard, value) if value else ()
        named = [code for code in codes if plain_words(code.code) == plain_words(value or "")] or codes
        if len(named) == 1:
            return Guess((named[0].code,))
        if codes:
            return Guess((), plain_words(written), tuple(code.code for code in codes))
        return self.guess(variable, written)

    def guess_variable(self, heading: str) -> str | None:
        """The variable, or field beside the answers, that a column heading may stand for."""
        return self._headings.get(plain_words(heading))

    @cached_property
    def _spellings(self) -> dict[str, Spellings]:
        return {v.code: spellings(v.codes) for v in self.variables.values() if v.codes is not None}

    @cached_property
    def _headings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        every: list[Variable | RecordField] = [*self.variables.values(), *self.record.values()]
        for named in every:
            for text in (named.code, *named.label.values(), *named.aliases):
                found.setdefault(plain_words(text), named.code)
        return found

    def _list(self, variable: str) -> CodeList:
        codes = self.variables[variable].codes
        if codes is None:
            raise KeyError(variable)
        return codes
