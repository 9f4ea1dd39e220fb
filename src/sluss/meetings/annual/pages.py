"""The words of the archive's own pages: flat blocks that the document sets."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sluss.coalition.models import SeatRole
from sluss.coalition.selectors import addresses_in_no_file
from sluss.meetings.annual.selectors.adjusting import signatures, text_hash
from sluss.meetings.annual.selectors.ballots import vote_lines
from sluss.meetings.annual.selectors.delegates import named_by
from sluss.meetings.annual.selectors.proof import proof_of
from sluss.meetings.annual.selectors.results import in_words
from sluss.meetings.annual.selectors.rolls import changes, entitled, roll_of
from sluss.meetings.annual.selectors.texts import said
from sluss.meetings.annual.words import full_at, full_day
from sluss.meetings.models import Minutes
from sluss.meetings.models.annual import AnnualMeeting, BallotState, Method, Notice

Block = dict[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False})


def cover(annual: AnnualMeeting) -> dict[str, str]:
    meeting = annual.meeting
    place = f", {meeting.place}" if meeting.place else ""
    return {
        "title": meeting.title,
        "publisher": _("The coalition against human trafficking"),
        "lead": f"{full_day(meeting.date)}{place}",
    }


def parts(annual: AnnualMeeting) -> Iterator[dict[str, Any]]:
    """Each part in the order of the archive; `before`: it stands before the papers."""
    yield {"title": _("Notice"), "before": True, "blocks": list(_notices(annual))}
    yield {"title": _("Agenda"), "before": True, "blocks": list(_agenda(annual))}
    yield {"title": _("Motions"), "before": False, "blocks": list(_motions(annual))}
    yield {"title": _("Nominations"), "before": False, "blocks": list(_nominations(annual))}
    yield {"title": _("Delegates and proxies"), "before": False, "blocks": list(_delegates(annual))}
    yield {"title": _("Voting roll"), "before": False, "blocks": list(_roll(annual))}
    yield {"title": _("Ballots"), "before": False, "blocks": list(_ballots(annual))}
    yield {"title": _("Minutes of the meeting"), "before": False, "blocks": list(_minutes(annual))}


def par(text: str, *, strong: bool = False) -> Block:
    return {"kind": "par", "words": [{"text": text, "strong": strong}]}


def heading(text: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "words": [{"text": text, "strong": False}]}


def item(text: str) -> Block:
    return {"kind": "item", "words": [{"text": text, "strong": False}]}


def _paragraphs(text: str) -> Iterator[Block]:
    for piece in text.split("\n\n"):
        if piece.strip():
            yield par(piece.strip())


def markdown(text: str) -> Iterator[Block]:
    """Headings, paragraphs and list items of a text in Markdown, with what is strong."""
    kind: Block = {"kind": "par"}
    depth = 0
    for token in _markdown.parse(text):
        if token.type == "heading_open":
            kind = {"kind": "heading", "level": int(token.tag[1]) + 1}
        elif token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "paragraph_open":
            kind = {"kind": "item" if depth else "par"}
        elif token.type == "inline":
            yield {**kind, "words": list(_words(token.children or []))}
        elif token.type in {"fence", "code_block"}:
            yield par(token.content)


def _words(tokens: list[Token]) -> Iterator[dict[str, Any]]:
    strong = 0
    for token in tokens:
        strong += token.type == "strong_open"
        strong -= token.type == "strong_close"
        if token.type in {"softbreak", "hardbreak"}:
            yield {"text": "\n", "strong": False}
        elif token.content:
            yield {"text": token.content, "strong": bool(strong)}


def _notices(annual: AnnualMeeting) -> Iterator[Block]:
    for number, notice in enumerate(annual.notices.exclude(sent_at=None).order_by("sent_at")):
        title = _("Corrected notice, %(when)s") if number else _("Notice, %(when)s")
        yield heading(title % {"when": full_at(notice.sent_at)})
        yield from _paragraphs(notice.text)
        yield from _proof(notice)
    deviations = [item(said(deviation)) for deviation in annual.deviations.all()]
    if deviations:
        yield heading(_("Where the statutes were not kept"))
        yield from deviations


def _proof(notice: Notice) -> Iterator[Block]:
    proof = proof_of(notice)
    yield heading(_("Who was sent it"), 3)
    rows = [[_("Organisation"), _("Name"), _("E-mail"), _("When"), _("How it went")]]
    left_out = addresses_in_no_file()
    for line in proof.lines:
        when = f"{timezone.localtime(line.when):%Y-%m-%d %H.%M}" if line.when else ""
        email = "" if line.email in left_out else line.email
        rows.append([line.organisation, line.name, email, when, str(line.fate)])
    yield {"kind": "table", "rows": rows}
    if proof.papers:
        yield heading(_("Papers that went with it"), 3)
        for paper in proof.papers:
            yield item(paper.name)
            yield {"kind": "hash", "text": f"SHA-256 {paper.sha256}"}


def _agenda(annual: AnnualMeeting) -> Iterator[Block]:
    for number, each in enumerate(annual.meeting.items.filter(inner=False).order_by("order"), 1):
        yield par(f"{number}. {each.title}")


def _motions(annual: AnnualMeeting) -> Iterator[Block]:
    for motion in annual.motions.select_related("organisation"):
        yield heading(str(motion))
        yield par(f"{motion.organisation}, {full_day(motion.submitted_on)}. {motion.get_state_display()}.")
        yield from _paragraphs(motion.reasons)
        yield par(_("What the meeting is asked to decide"), strong=True)
        yield from _paragraphs(motion.proposal)
        if motion.statement:
            yield par(_("The board's statement"), strong=True)
            yield from _paragraphs(motion.statement)
            asks = str(motion.get_advice_display()).lower()
            yield par(_("The board asks the meeting to: %(advice)s.") % {"advice": asks})


def _nominations(annual: AnnualMeeting) -> Iterator[Block]:
    rows = [[_("Seat"), _("Name"), _("Nominated by"), _("State")]]
    for each in annual.nominations.select_related("group", "organisation"):
        by = str(each.organisation) if each.organisation else _("The nominating committee")
        seat = f"{SeatRole(each.role).label}, {each.group}"
        rows.append([seat, each.name, by, str(each.get_state_display())])
    if len(rows) > 1:
        yield {"kind": "table", "rows": rows}


def _delegates(annual: AnnualMeeting) -> Iterator[Block]:
    rows = [[_("Organisation"), _("Delegates"), _("Proxy to"), _("Signed by")]]
    for line in named_by(annual, entitled(annual)):
        holder, signed = "", ""
        if line.proxy is not None:
            holder, signed = (
                f"{line.proxy.holder.name}, {line.proxy.holder.organisation}",
                line.proxy.signed_by,
            )
        rows.append([line.organisation.name, ", ".join(d.name for d in line.delegates), holder, signed])
    yield {"kind": "table", "rows": rows}


def _roll(annual: AnnualMeeting) -> Iterator[Block]:
    if annual.opened_at is None:
        return
    roll = roll_of(annual, annual.opened_at)
    yield par(
        _("At the opening: %(votes)s of %(entitled)s entitled organisations, %(proxy)s by proxy.")
        % {"votes": roll.votes, "entitled": roll.entitled, "proxy": roll.by_proxy}
    )
    rows = [[_("When"), _("Organisation"), _("Delegate"), _("What happened"), _("On the roll")]]
    for entry, votes in changes(annual):
        what = _("comes") if entry.arrives else _("leaves")
        organisation = entry.accreditation.organisation.name
        rows.append([full_at(entry.at), organisation, entry.accreditation.name, what, str(votes)])
    yield {"kind": "table", "rows": rows}


def _ballots(annual: AnnualMeeting) -> Iterator[Block]:
    found = annual.ballots.exclude(state=BallotState.PREPARED).prefetch_related("candidates")
    for ballot in found.select_related("annual__meeting", "decision"):
        yield heading(str(ballot))
        yield par(f"{ballot.get_method_display()}. {ballot.get_state_display()}.")
        yield par(" ".join(in_words(ballot)))
        if ballot.reason:
            yield par(_("Contested: %(reason)s") % {"reason": ballot.reason})
        if ballot.method == Method.NAMED:
            rows = [[_("When"), _("Organisation"), _("Delegate"), _("Vote"), ""]]
            rows += [
                [full_at(line.at), line.organisation, line.delegate, line.words, str(line.why_not)]
                for line in vote_lines(ballot)
            ]
            yield {"kind": "table", "rows": rows}
        if ballot.decision is not None:
            yield par(_("Decision %(number)s: %(text)s") % {
                "number": ballot.decision, "text": ballot.decision.text,
            })  # fmt: skip


def _minutes(annual: AnnualMeeting) -> Iterator[Block]:
    minutes = Minutes.objects.filter(meeting=annual.meeting_id).first()
    if minutes is None:
        return
    yield from markdown(minutes.text)
    yield heading(_("Signatures"))
    for signature in signatures(annual, minutes):
        officer = signature.officer
        who = f"{officer.get_duty_display()}: {officer.name}"
        if signature.holds and officer.signed_at:
            yield par(_("%(who)s, signed %(when)s") % {"who": who, "when": full_at(officer.signed_at)})
        elif signature.fallen:
            yield par(_("%(who)s signed an earlier text.") % {"who": who})
        else:
            yield par(_("%(who)s hasn't signed.") % {"who": who})
    yield {"kind": "hash", "text": f"SHA-256 {text_hash(minutes.text)}"}
