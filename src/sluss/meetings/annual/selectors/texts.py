"""Texts that are proposed: the notice, and the skeleton of the minutes."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluss.meetings.annual.rules import Step
from sluss.meetings.annual.selectors.days import STEP_NAMES, ladder_of
from sluss.meetings.annual.selectors.results import in_words
from sluss.meetings.annual.selectors.rolls import Roll, changes, roll_of
from sluss.meetings.annual.words import clock_time, full_at, full_day
from sluss.meetings.models import AgendaItem
from sluss.meetings.models.annual import (
    AnnualMeeting,
    Ballot,
    BallotState,
    Deviation,
    Duty,
    Method,
    Motion,
    Notice,
)
from sluss.meetings.models.annual.proposals import TREATED


def proposed_notice(annual: AnnualMeeting, *, corrects: Notice | None = None) -> str:
    """A notice to begin from: what, when, where, the last days that members should know, the agenda."""
    meeting = annual.meeting
    parts = []
    if corrects is not None:
        parts.append(
            _("This corrects the notice sent on %(day)s. What stands here holds.")
            % {"day": full_day(corrects.sent_at)}
        )
    when = full_at(meeting.starts_at) if meeting.starts_at else full_day(meeting.date)
    parts.append(
        _("The members are called to %(meeting)s on %(when)s.") % {"meeting": meeting.title, "when": when}
    )
    if meeting.place:
        parts.append(_("Place: %(place)s") % {"place": meeting.place})
    rungs = {rung.step: rung.last for rung in ladder_of(annual)}
    parts.append(
        _("Each member organisation has one vote. Name your delegate by %(day)s: %(url)s")
        % {
            "day": full_day(rungs[Step.ACCREDITATION]),
            "url": settings.ADDRESS + reverse("meetings:annual_delegates", args=[annual.meeting_id]),
        }
    )
    items = list(meeting.items.filter(inner=False).order_by("order"))
    if items:
        agenda = "\n".join(f"{number}. {item.title}" for number, item in enumerate(items, 1))
        parts.append(f"{_('Agenda')}\n{agenda}")
    return "\n\n".join(parts)


# --- minutes ---------------------------------------------------------------------------------------------


def skeleton(annual: AnnualMeeting) -> str:
    """The minutes to begin from, in Markdown: who was there, what was voted, which rules were not kept."""
    return "\n\n".join(part for part in _parts(annual) if part) + "\n"


def _parts(annual: AnnualMeeting) -> Iterator[str]:
    meeting = annual.meeting
    yield f"# {_('Minutes of the meeting')}: {meeting.title}"
    yield _opening(annual)
    yield _officers(annual)
    yield _notice(annual)
    yield _deviations(annual)
    yield _roll(annual)
    ballots = list(annual.ballots.exclude(state=BallotState.PREPARED).order_by("number"))
    by_item: dict[int | None, list[Ballot]] = {}
    for ballot in ballots:
        by_item.setdefault(ballot.item_id, []).append(ballot)
    for number, item in enumerate(meeting.items.order_by("order"), 1):
        yield f"## § {number} {item.title}"
        yield _of_item(item)
        for ballot in by_item.pop(item.pk, []):
            yield _ballot(ballot)
    rest = [ballot for left in by_item.values() for ballot in left]
    if rest:
        yield "## " + _("Other ballots")
        yield from (_ballot(ballot) for ballot in rest)
    yield _motions(annual)
    yield _closing(annual)


def _opening(annual: AnnualMeeting) -> str:
    meeting = annual.meeting
    when = annual.opened_at or meeting.starts_at
    lines = [_("Held on %(day)s") % {"day": full_day(meeting.date)}, meeting.place]
    if when:
        lines.append(_("Opened %(when)s") % {"when": full_at(when)})
    return "  \n".join(line for line in lines if line)


def _officers(annual: AnnualMeeting) -> str:
    by_duty: dict[str, list[str]] = {}
    for officer in annual.officers.all():
        by_duty.setdefault(officer.duty, []).append(officer.name)
    return "  \n".join(f"{duty.label}: {', '.join(by_duty[duty])}" for duty in Duty if by_duty.get(duty))


def _notice(annual: AnnualMeeting) -> str:
    sent = annual.notices.exclude(sent_at=None).order_by("sent_at")
    lines = []
    for number, notice in enumerate(sent):
        words = {"day": full_day(notice.sent_at), "n": notice.recipients.count()}
        first = _("The notice was sent on %(day)s to %(n)s receivers.")
        later = _("A corrected notice was sent on %(day)s to %(n)s receivers.")
        lines.append((later if number else first) % words)
    return f"## {_('Notice')}\n\n" + ("  \n".join(lines) or _("No notice was sent from Sluss."))


def _deviations(annual: AnnualMeeting) -> str:
    lines = [f"- {said(deviation)}" for deviation in annual.deviations.all()]
    return f"## {_('Where the statutes were not kept')}\n\n" + "\n".join(lines) if lines else ""


def said(deviation: Deviation) -> str:
    """ "The notice goes out: 1 day late (due 10 March, 11 March). Reason: ..." """
    days = abs(deviation.days)
    late = ngettext("%(days)s day late", "%(days)s days late", days)
    early = ngettext("%(days)s day too early", "%(days)s days too early", days)
    by = (late if deviation.days > 0 else early) % {"days": days}
    return _("%(step)s: %(by)s (due %(due)s). Reason: %(reason)s") % {
        "step": STEP_NAMES[Step(deviation.step)], "by": by, "due": full_day(deviation.due),
        "reason": deviation.reason,
    }  # fmt: skip


def _roll(annual: AnnualMeeting) -> str:
    moved = changes(annual)
    opened = annual.opened_at
    parts = [f"## {_('Voting roll')}"]
    parts.append(_roll_lines(roll_of(annual, opened)))
    later = [each for each in moved if opened and each[0].at > opened]
    if later:
        lines = []
        for entry, votes in later:
            words = {
                "time": clock_time(entry.at),
                "name": entry.accreditation.name,
                "organisation": entry.accreditation.organisation.name,
                "votes": votes,
            }
            came = _("%(time)s %(name)s (%(organisation)s) comes. %(votes)s votes on the roll.")
            left = _("%(time)s %(name)s (%(organisation)s) leaves. %(votes)s votes on the roll.")
            lines.append("- " + (came if entry.arrives else left) % words)
        parts += [_("During the meeting:"), "\n".join(lines)]
    return "\n\n".join(parts)


def _roll_lines(roll: Roll) -> str:
    head = _("At the opening: %(votes)s of %(entitled)s entitled organisations, %(proxy)s by proxy.") % {
        "votes": roll.votes, "entitled": roll.entitled, "proxy": roll.by_proxy,
    }  # fmt: skip
    lines = []
    for line in roll.lines:
        if line.place is None or line.voter is None:
            continue
        by = _("by proxy to %(name)s") % {"name": line.voter.name} if line.place.by_proxy else line.voter.name
        lines.append(f"- {line.organisation.name}: {by}")
    return head + ("\n\n" + "\n".join(lines) if lines else "")


def _of_item(item: AgendaItem) -> str:
    put_off = _("Put off to the next meeting.") if item.tabled else ""
    return "\n\n".join(part for part in (item.outcome, put_off) if part)


def _ballot(ballot: Ballot) -> str:
    called = _("Ballot %(number)s") % {"number": ballot.number}
    lines = [f"**{called}: {ballot.question}**"]
    lines.append(" ".join(in_words(ballot)))
    if ballot.method == Method.NAMED:
        lines.append(_named(ballot))
    if ballot.reason:
        lines.append(_("Contested: %(reason)s") % {"reason": ballot.reason})
    if ballot.state == BallotState.ANNULLED:
        lines.append(_("The ballot was set aside."))
    elif ballot.decision is not None:
        lines.append(
            _("Decision %(number)s: %(text)s") % {"number": ballot.decision, "text": ballot.decision.text}
        )
    return "\n\n".join(line for line in lines if line)


def _named(ballot: Ballot) -> str:
    """How each organisation voted, and attempts that didn't count."""
    from sluss.meetings.annual.selectors.ballots import vote_lines

    return "\n".join(
        f"- {line.organisation}: {line.words}" + ("" if line.counted else f" ({line.why_not})")
        for line in vote_lines(ballot)
    )


def _motions(annual: AnnualMeeting) -> str:
    untreated: list[Motion] = list(annual.motions.filter(state__in=TREATED))
    if not untreated:
        return ""
    lines = [f"- {motion}" for motion in untreated]
    return "## " + _("Motions not treated") + "\n\n" + "\n".join(lines)


def _closing(annual: AnnualMeeting) -> str:
    if annual.closed_at is None:
        return ""
    return (
        "## "
        + _("Closing")
        + "\n\n"
        + _("The meeting was closed %(when)s.") % {"when": full_at(annual.closed_at)}
    )
