"""Minutes: begun on what happened, signed by who adjusts them, kept in one archive."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from sluss.agenda.models import Deadline, DeadlineState
from sluss.meetings.annual import archive
from sluss.meetings.annual.selectors.adjusting import signatures, text_hash
from sluss.meetings.annual.services import adjusting, ballots, declaring, planning, roll
from sluss.meetings.models import AgendaItem, ItemKind, MinutesState, Paper
from sluss.meetings.models.annual import Duty, Method, Officer
from sluss.meetings.services.minutes import save_minutes
from sluss.trust.actor import Actor
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.annual.conftest import a_pdf

ADJUST = [
    (Duty.CHAIR, "Olle Ordförande", "olle@example.org"),
    (Duty.SECRETARY, "Stina Sekreterare", "stina@example.org"),
    (Duty.ADJUSTOR, "Jon Justerare", "jon@example.org"),
]


@pytest.fixture
def written(held):
    """The meeting is over: a delegate left, one ballot, minutes begun."""
    planning.set_officers(held.runner, held.annual, ADJUST)
    item = AgendaItem.objects.create(
        meeting=held.annual.meeting, order=1, title="Verksamhetsberättelsen", kind=ItemKind.DECISION
    )
    ballot = held.open_question("Att godkänna verksamhetsberättelsen", Method.NAMED, item=item)
    for name in ("Bryggan", "Fyrtornet"):
        ballots.cast_vote(
            held.runner, ballot, organisation=held.organisations[name], delegate=held.delegates[name],
            choices=["yes"],
        )  # fmt: skip
    declaring.declare_ballot(held.runner, ballots.close_ballot(held.runner, ballot))
    roll.depart(held.runner, held.delegates["Hamnen"])
    planning.close_annual_meeting(held.runner, held.annual)
    held.minutes = adjusting.begin_minutes(held.runner, held.annual)
    return held


def officer(name: str) -> Officer:
    return Officer.objects.get(name=name)


def sign(name: str, text: str) -> Officer:
    return adjusting.sign_minutes(Actor(name=name), officer(name), sha256=text_hash(text))


def test_the_skeleton_holds_roll_ballots_decisions_and_who_does_what(written):
    text = written.minutes.text
    for expected in (
        "# Protokoll: Årsmöte 2017",
        "Mötesordförande: Olle Ordförande",
        "Vid öppnandet: 3 av 4 röstberättigade organisationer",
        "- Bryggan: Ombud Bryggan",
        "Ombud Hamnen (Hamnen) går. 2 röster på röstlängden.",
        "## § 1 Verksamhetsberättelsen",
        "- Fyrtornet: Ja",
        "Förslaget bifölls.",
        "Beslut 2017:1: Att godkänna verksamhetsberättelsen",
    ):
        assert expected in text


def test_when_all_have_signed_the_minutes_are_adjusted(written):
    adjusting.send_to_adjustors(written.runner, written.annual)
    assert sorted(Letter.objects.filter(kind=adjusting.KIND).values_list("address", flat=True)) == [
        "jon@example.org",
        "olle@example.org",
    ]
    sign("Olle Ordförande", written.minutes.text)
    written.minutes.refresh_from_db()
    assert written.minutes.state == MinutesState.CIRCULATED
    sign("Jon Justerare", written.minutes.text)
    written.minutes.refresh_from_db()
    assert written.minutes.state == MinutesState.ADJUSTED
    assert Deadline.objects.get(thing_role="minutes").state == DeadlineState.DONE


def test_a_change_after_signing_lets_the_signature_fall_and_says_so(written):
    adjusting.send_to_adjustors(written.runner, written.annual)
    sign("Olle Ordförande", written.minutes.text)
    changed = written.minutes.text.replace("Stockholm", "Uppsala")
    save_minutes(written.runner, written.minutes, text=changed, based_on=written.minutes.version)
    written.minutes.refresh_from_db()
    states = {s.officer.name: (s.holds, s.fallen) for s in signatures(written.annual, written.minutes)}
    assert states == {"Olle Ordförande": (False, True), "Jon Justerare": (False, False)}
    sign("Jon Justerare", changed)
    written.minutes.refresh_from_db()
    assert written.minutes.state == MinutesState.CIRCULATED


def test_who_read_an_earlier_text_is_told_and_signs_nothing(written):
    adjusting.send_to_adjustors(written.runner, written.annual)
    with pytest.raises(adjusting.AnotherText):
        sign("Olle Ordförande", "En annan text")
    assert officer("Olle Ordförande").signed_at is None


def test_nobody_signs_for_another(written):
    adjusting.send_to_adjustors(written.runner, written.annual)
    with pytest.raises(NotAllowed):
        adjusting.sign_minutes(
            written.runner, officer("Olle Ordförande"), sha256=text_hash(written.minutes.text)
        )
    with pytest.raises(NotAllowed):
        sign("Stina Sekreterare", written.minutes.text)


def test_a_draft_is_not_signed(written):
    with pytest.raises(WrongState):
        sign("Olle Ordförande", written.minutes.text)


def test_who_adjusts_needs_an_address(written):
    planning.set_officers(written.runner, written.annual, [(Duty.ADJUSTOR, "Jon", "")])
    with pytest.raises(adjusting.AddressMissing):
        adjusting.send_to_adjustors(written.runner, written.annual)
    planning.set_officers(written.runner, written.annual, [])
    with pytest.raises(adjusting.NobodyAdjusts):
        adjusting.send_to_adjustors(written.runner, written.annual)


def outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as made:
        return [entry.title for top in made.root for entry in (top, *top.children)]


def test_the_archive_is_one_ordered_document_with_the_papers_in_it(written):
    meeting = written.annual.meeting
    Paper.objects.create(meeting=meeting, name="Verksamhetsberättelse", file=a_pdf())
    Paper.objects.create(meeting=meeting, name="Bokslut", file=a_pdf("Bokslut"))
    broken = a_pdf("Trasig")
    broken.file = io.BytesIO(b"%PDF-1.7 nothing follows")
    broken.size = 24
    Paper.objects.create(meeting=meeting, name="Trasig", file=broken)
    made = archive.make(written.annual)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        titles = outline(pdf)
    assert titles == [
        "Dagordning", "Handlingar", "Verksamhetsberättelse", "Bokslut", "Ombud och fullmakter", "Röstlängd", "Omröstningar",
        "Protokoll",
    ]  # fmt: skip
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert "Innehåll" in pages[0]
    papers = next(text for text in pages[1:] if "Trasig" in text)
    assert "Finns för sig, inte i det här dokumentet." in papers
    assert all(str(number) in text for number, text in enumerate(pages[1:], 2))
