"""What a ballot gives: counts, outcome, who is elected, and all of it in words."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sluss.coalition.models import SeatRole
from sluss.coalition.rules import Majority, Tie
from sluss.meetings.annual.rules import (
    Count,
    Elected,
    Outcome,
    elect,
    is_quorate,
    outcome,
    settle,
    settle_election,
)
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.models.annual import Ballot, Method, Nomination
from sluss.meetings.models.annual.ballots import ABSTAIN, NO, SPOILT, YES

MAJORITY_NAMES: dict[str, Any] = {
    Majority.SIMPLE: gettext_lazy("Simple majority: more yes than no"),
    Majority.ABSOLUTE: gettext_lazy("Absolute majority: more than half of the votes cast"),
    Majority.TWO_THIRDS: gettext_lazy("Two thirds of yes and no together"),
    Majority.THREE_QUARTERS: gettext_lazy("Three quarters of yes and no together"),
}

TIE_NAMES: dict[str, Any] = {
    Tie.CHAIR: gettext_lazy("the chair's voice"),
    Tie.LOT: gettext_lazy("the lot"),
    Tie.LOST: gettext_lazy("the proposal falls"),
}

CHOICE_NAMES: dict[str, Any] = {
    YES: gettext_lazy("Yes"),
    NO: gettext_lazy("No"),
    ABSTAIN: gettext_lazy("Abstains"),
    SPOILT: gettext_lazy("Spoilt papers"),
}


def counts_of(ballot: Ballot) -> dict[str, int]:
    """Votes by choice: as recorded, or of a named ballot those that count."""
    if ballot.method != Method.NAMED:
        return dict(ballot.counts)
    cast = [vote.choices for vote in ballot.votes.all() if vote.counted]
    return dict(Counter(choice for choices in cast for choice in choices))


def outcome_of(ballot: Ballot) -> Outcome:
    """Of a question: carried, lost, or tied as long as nothing has settled it."""
    if ballot.method == Method.ACCLAMATION:
        return Outcome(ballot.outcome or Outcome.LOST)
    counts = counts_of(ballot)
    found = outcome(_count(counts), Majority(ballot.majority))
    return settle(found, Tie(ballot.tie), ballot.voice)


def _count(counts: dict[str, int]) -> Count:
    return Count(counts.get(YES, 0), counts.get(NO, 0), counts.get(ABSTAIN, 0))


def election_of(ballot: Ballot) -> Elected:
    """Of an election: nominations that have a seat, and who still shares the last places."""
    if ballot.method == Method.ACCLAMATION:
        return Elected(tuple(ballot.drawn))
    counts = counts_of(ballot)
    votes = {each.pk: counts.get(str(each.pk), 0) for each in ballot.candidates.all()}
    return settle_election(elect(votes, ballot.seats), Tie(ballot.tie), ballot.drawn)


def is_settled(ballot: Ballot) -> bool:
    """Whether the result can be declared."""
    return not election_of(ballot).tied if ballot.is_election else outcome_of(ballot) != Outcome.TIED


def counted_lines(ballot: Ballot) -> list[tuple[str, int]]:
    """The count as it is read out: [("Yes", 11), ...], of an election by most votes."""
    counts = counts_of(ballot)
    if not ballot.is_election:
        keys = [YES, NO, ABSTAIN, SPOILT] if ballot.method == Method.PAPER else [YES, NO, ABSTAIN]
        return [(str(CHOICE_NAMES[key]), counts.get(key, 0)) for key in keys]
    names = {str(each.pk): each.name for each in ballot.candidates.all()}
    lines = [(name, counts.get(key, 0)) for key, name in names.items()]
    lines.sort(key=lambda line: (-line[1], line[0]))
    aside = [ABSTAIN, SPOILT] if ballot.method == Method.PAPER else [ABSTAIN]
    return lines + [(str(CHOICE_NAMES[key]), counts[key]) for key in aside if counts.get(key)]


def in_words(ballot: Ballot) -> list[str]:
    """The result with the rule and the arithmetic, one sentence after the other, as the chair may read it."""
    if ballot.opened_at is None:
        return []
    said = [_roll_sentence(ballot)]
    rules = rules_of(ballot.annual)
    if not is_quorate(len(ballot.roll), ballot.entitled, rules.quorum_percent):
        said.append(
            _("That is fewer than the %(percent)s per cent that the statutes ask for.")
            % {"percent": rules.quorum_percent}
        )
    said += _election_sentences(ballot) if ballot.is_election else _question_sentences(ballot)
    return said


def _roll_sentence(ballot: Ballot) -> str:
    votes = len(ballot.roll)
    by_proxy = sum(bool(place[2]) for place in ballot.roll)
    said = ngettext(
        "%(votes)s vote of %(entitled)s on the roll", "%(votes)s votes of %(entitled)s on the roll", votes
    ) % {"votes": votes, "entitled": ballot.entitled}
    return f"{said}, {_('%(n)s by proxy') % {'n': by_proxy}}." if by_proxy else f"{said}."


def _question_sentences(ballot: Ballot) -> list[str]:
    result = outcome_of(ballot)
    if ballot.method == Method.ACCLAMATION:
        return [_("By acclamation."), _OUTCOMES[result]()]
    counts = counts_of(ballot)
    said = [
        _read_out(counted_lines(ballot)),
        f"{MAJORITY_NAMES[ballot.majority]}.",
        _arithmetic(ballot, counts),
    ]
    if outcome(_count(counts), Majority(ballot.majority)) == Outcome.TIED:
        said.append(_tie_sentence(ballot))
    said.append(_OUTCOMES[result]())
    return [each for each in said if each]


def _read_out(lines: list[tuple[str, int]]) -> str:
    """ "12 yes, 4 no, 2 abstain." """
    return ", ".join(f"{count} {name.lower()}" for name, count in lines) + "."


def _list(lines: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in lines) + "."


def _arithmetic(ballot: Ballot, counts: dict[str, int]) -> str:
    count, rule = _count(counts), Majority(ballot.majority)
    both = count.yes + count.no
    numbers: dict[str, Any] = {"yes": count.yes, "no": count.no, "cast": count.cast, "both": both}
    if rule == Majority.SIMPLE:
        return ""
    if rule == Majority.ABSOLUTE:
        numbers["needed"] = count.cast // 2 + 1
        return _("%(cast)s votes were cast: %(needed)s yes were needed, there were %(yes)s.") % numbers
    share, of = (2, 3) if rule == Majority.TWO_THIRDS else (3, 4)
    numbers["needed"] = -(-share * both // of)
    return _("%(both)s voted yes or no: %(needed)s yes were needed, there were %(yes)s.") % numbers


def _tie_sentence(ballot: Ballot) -> str:
    if ballot.tie == Tie.LOST:
        return _("The votes are equal. By the statutes the proposal falls.")
    how = TIE_NAMES[ballot.tie]
    if ballot.voice is None:
        return _("The votes are equal. By the statutes %(how)s decides.") % {"how": how}
    answer = CHOICE_NAMES[YES if ballot.voice else NO]
    return _("The votes are equal. By the statutes %(how)s decides: %(answer)s.") % {
        "how": how,
        "answer": str(answer).lower(),
    }


_OUTCOMES = {
    Outcome.CARRIED: lambda: _("The proposal is carried."),
    Outcome.LOST: lambda: _("The proposal is lost."),
    Outcome.TIED: lambda: _("Nothing is decided yet."),
}


def _election_sentences(ballot: Ballot) -> list[str]:
    found = election_of(ballot)
    names = {each.pk: each.name for each in ballot.candidates.all()}
    role = SeatRole(ballot.role).label
    said = [_("By acclamation.")] if ballot.method == Method.ACCLAMATION else [_list(counted_lines(ballot))]
    if ballot.method != Method.ACCLAMATION:
        said.append(
            ngettext("Most votes for %(seats)s seat.", "Most votes for %(seats)s seats.", ballot.seats)
            % {"seats": ballot.seats}
        )
        said += _equal(ballot, names)
    if found.seated and not found.tied:
        said.append(
            _("Elected as %(role)s: %(names)s.")
            % {"role": str(role).lower(), "names": ", ".join(names[pk] for pk in found.seated)}
        )
    empty = ballot.seats - len(found.seated)
    if empty > 0 and not found.tied:
        said.append(
            ngettext("%(empty)s seat is left empty.", "%(empty)s seats are left empty.", empty)
            % {"empty": empty}
        )
    return said


def _equal(ballot: Ballot, names: dict[int, str]) -> list[str]:
    """Who shares the last places, and what settled it."""
    counts = counts_of(ballot)
    found = elect({pk: counts.get(str(pk), 0) for pk in names}, ballot.seats)
    if not found.tied:
        return []

    def named(chosen: Iterable[int]) -> dict[str, Any]:
        return {"names": ", ".join(names[pk] for pk in chosen), "how": TIE_NAMES[ballot.tie]}

    lost = _("%(names)s have equal votes at the last place. By the statutes nobody of them is elected.")
    open_yet = _("%(names)s have equal votes at the last place. By the statutes %(how)s decides.")
    said = [_("Most votes: %(names)s.") % named(found.seated)] if found.seated else []
    said.append((lost if ballot.tie == Tie.LOST else open_yet) % named(found.tied))
    if ballot.drawn:
        fell = _("The lot fell on %(names)s.") if ballot.tie == Tie.LOT else _("The chair chose %(names)s.")
        said.append(fell % named(ballot.drawn))
    return said


def elected_in(ballot: Ballot) -> list[Nomination]:
    """Who has a seat by this ballot, those with most votes first."""
    by_pk = {each.pk: each for each in ballot.candidates.all()}
    return [by_pk[pk] for pk in election_of(ballot).seated]
