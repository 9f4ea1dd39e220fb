"""Invitations are letters with real calendar entries: they open with Accept and Decline, change and go away."""

import datetime as dt
from email import message_from_bytes
from email.message import Message
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from sluss.agenda.dates import Precision, VagueDate
from sluss.coalition.models import Audience
from sluss.meetings import ical, mailbox
from sluss.meetings.letters import KIND
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState
from sluss.meetings.services import inviting
from sluss.meetings.services.answering import Said, answer_invitation
from sluss.meetings.services.inviting import NotAddresses, invite_people, read_addresses
from sluss.meetings.services.meetings import (
    ReasonMissing,
    cancel_meeting,
    change_meeting,
    fix_date,
    move_meeting,
)
from sluss.meetings.services.timing import Timing
from sluss.trust.actor import SYSTEM
from sluss.trust.letters import deliver_waiting
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_organisation, make_person
from tests.meetings.conftest import invite, make_meeting

MARCH_17, APRIL_7 = dt.date(2017, 3, 17), dt.date(2017, 4, 7)
ANNA, BO = "anna@gast.example", "bo@gast.example"


@pytest.fixture
def meeting(friday) -> Meeting:
    return make_meeting(
        date=MARCH_17, state=MeetingState.PLANNED, venue="Dörr 4, ring på", place="Stockholm, stadens hus",
        title="Barn i riskzon; en dag, två teman", text="Välkommen till en eftermiddag om barn i riskzon.",
    )  # fmt: skip


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


@pytest.fixture
def deliver(db):
    """Do something, let the letters leave, and give them by receiver."""

    def run(verb, *args, **words) -> dict[str, Message]:
        mail.outbox.clear()
        verb(*args, **words)
        deliver_waiting.call()
        return {
            sent.to[0]: message_from_bytes(sent.message().as_bytes(), policy=default) for sent in mail.outbox
        }

    return run


def calendar_part(letter: Message) -> tuple[Message, Calendar]:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return part, Calendar.from_ical(part.get_payload(decode=True))


def event_of(letter: Message):
    return calendar_part(letter)[1].walk("VEVENT")[0]


def said_in(letter: Message) -> str:
    return letter.get_body(("plain",)).get_content()


def local(event, name: str) -> str:
    return event[name].dt.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%d %H.%M")


class TestTheCalendarFile:
    """RFC 5546 3.2.2 and RFC 6047: what large mail programs need to show Accept and Decline."""

    @pytest.fixture
    def letter(self, meeting, saga, deliver) -> Message:
        return deliver(invite_people, saga, meeting, addresses="Anna Berg <anna@gast.example>")[ANNA]

    def test_it_is_an_alternative_of_the_text_that_names_its_method_and_charset(self, letter):
        part, calendar = calendar_part(letter)
        assert part.get_param("method") == calendar["METHOD"] == "REQUEST"
        assert part.get_param("charset").lower() == "utf-8"
        alternative = next(p for p in letter.walk() if p.get_content_type() == "multipart/alternative")
        assert [p.get_content_type() for p in alternative.iter_parts()] == ["text/plain", "text/calendar"]

    def test_the_same_file_is_attached(self, letter):
        attached = [part for part in letter.iter_attachments() if part.get_filename() == "invite.ics"]
        assert [part.get_content_type() for part in attached] == ["application/ics"]
        inner, _calendar = calendar_part(letter)
        assert attached[0].get_payload(decode=True).split() == inner.get_payload(decode=True).split()

    def test_it_names_organiser_and_this_receiver_alone(self, meeting, saga, deliver):
        letters = deliver(invite_people, saga, meeting, addresses=f"Anna Berg <{ANNA}>, {BO}")
        assert sorted(letters) == [ANNA, BO]
        for receiver, letter in letters.items():
            event = event_of(letter)
            assert str(event["ATTENDEE"]) == f"mailto:{receiver}"
            other = BO if receiver == ANNA else ANNA
            assert other not in letter.as_string()
        attendee = event_of(letters[ANNA])["ATTENDEE"].params
        assert (attendee["RSVP"], attendee["PARTSTAT"]) == ("TRUE", "NEEDS-ACTION")
        assert attendee["ROLE"] == "REQ-PARTICIPANT"

    def test_answers_go_to_a_mailbox_that_knows_whose_they_are(self, meeting, letter):
        organiser = str(event_of(letter)["ORGANIZER"]).removeprefix("mailto:")
        assert mailbox.invitation_of(organiser) == meeting.invitations.get().pk

    def test_times_are_in_utc_and_13_00_in_stockholm_in_winter_and_summer(self, saga, deliver, friday):
        shown = []
        for day in (dt.date(2017, 3, 17), dt.date(2017, 5, 19)):
            meeting = make_meeting(date=day, state=MeetingState.PLANNED)
            event = event_of(deliver(invite_people, saga, meeting, addresses=ANNA)[ANNA])
            assert event["DTSTART"].to_ical().endswith(b"Z")
            shown.append((event["DTSTART"].to_ical(), local(event, "DTSTART"), local(event, "DTEND")))
        assert shown == [
            (b"20170317T120000Z", "2017-03-17 13.00", "2017-03-17 16.00"),
            (b"20170519T110000Z", "2017-05-19 13.00", "2017-05-19 16.00"),
        ]

    def test_it_has_what_the_standard_demands_in_lines_of_75_octets(self, meeting, letter):
        raw = calendar_part(letter)[1].to_ical()
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert b"\n" not in raw.replace(b"\r\n", b"")
        event = event_of(letter)
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "ORGANIZER", "ATTENDEE", "STATUS"):
            assert name in event
        assert event["UID"] == str(meeting.uid)
        assert str(event["SUMMARY"]) == "Barn i riskzon; en dag, två teman"

    def test_an_independent_reader_reads_it(self, letter):
        read = vobject.readOne(calendar_part(letter)[0].get_payload(decode=True).decode())
        assert read.method.value == "REQUEST"
        assert read.vevent.summary.value == "Barn i riskzon; en dag, två teman"
        assert read.vevent.dtstart.value == dt.datetime(
            2017, 3, 17, 12, tzinfo=read.vevent.dtstart.value.tzinfo
        )
        assert read.vevent.location.value == "Stockholm, stadens hus"

    def test_the_way_in_stands_nowhere_before_somebody_has_said_yes(self, letter):
        assert "Dörr 4" not in said_in(letter)
        assert "Dörr 4".encode() not in calendar_part(letter)[1].to_ical()

    def test_who_comes_gets_the_way_in_into_the_calendar(self, meeting, letter, saga, deliver):
        invitation = meeting.invitations.get()
        confirmed = deliver(answer_invitation, saga, invitation, Said(Answer.YES))[ANNA]
        event = event_of(confirmed)
        assert str(event["LOCATION"]) == "Stockholm, stadens hus, Dörr 4, ring på"
        assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
        assert event["UID"] == event_of(letter)["UID"]
        assert event["SEQUENCE"] == 0

    def test_a_tentative_meeting_is_tentative_in_the_calendar(self, meeting, saga, deliver):
        meeting.tentative = True
        meeting.save()
        letter = deliver(invite_people, saga, meeting, addresses=ANNA)[ANNA]
        assert str(event_of(letter)["STATUS"]) == "TENTATIVE"
        assert "(inte bestämt än)" in said_in(letter)

    def test_a_day_without_a_time_is_all_day(self, meeting, saga, deliver):
        meeting.starts_at = meeting.ends_at = None
        meeting.save()
        event = event_of(deliver(invite_people, saga, meeting, addresses=ANNA)[ANNA])
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (MARCH_17, dt.date(2017, 3, 18))

    def test_a_term_is_no_day_and_stands_in_no_calendar(self, meeting, saga, deliver):
        meeting.date, meeting.precision = dt.date(2017, 12, 31), Precision.TERM
        meeting.starts_at = meeting.ends_at = None
        meeting.save()
        letter = deliver(invite_people, saga, meeting, addresses=ANNA)[ANNA]
        assert "hösten 2017" in said_in(letter)
        assert "text/calendar" not in [part.get_content_type() for part in letter.walk()]


class TestChanges:
    @pytest.fixture
    def invited(self, meeting, saga, deliver) -> Meeting:
        deliver(invite_people, saga, meeting, addresses=f"{ANNA}\n{BO}")
        meeting.refresh_from_db()
        return meeting

    def moved_to(self, day: dt.date, **wanted) -> Timing:
        at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        return Timing(VagueDate(day), at, at + dt.timedelta(hours=2), **wanted)

    def test_an_update_replaces_the_entry(self, invited, saga, deliver):
        letters = deliver(move_meeting, saga, invited, self.moved_to(APRIL_7), reason="Lokalen är upptagen")
        event = event_of(letters[ANNA])
        assert calendar_part(letters[ANNA])[1]["METHOD"] == "REQUEST"
        assert (event["UID"], event["SEQUENCE"]) == (str(invited.uid), 1)
        assert local(event, "DTSTART") == "2017-04-07 14.00"
        assert letters[ANNA]["Subject"].strip().startswith("Ändrat: ")
        assert "Lokalen är upptagen" in said_in(letters[ANNA])

    def test_cancelling_removes_the_entry(self, invited, saga, deliver):
        letters = deliver(cancel_meeting, saga, invited, reason="För få kan")
        part, calendar = calendar_part(letters[ANNA])
        event = calendar.walk("VEVENT")[0]
        assert part.get_param("method") == calendar["METHOD"] == "CANCEL"
        assert (event["UID"], event["SEQUENCE"], str(event["STATUS"])) == (str(invited.uid), 1, "CANCELLED")
        assert "RSVP" not in event["ATTENDEE"].params
        assert "För få kan" in said_in(letters[ANNA])

    def test_an_invitation_taken_back_leaves_that_calendar_only(self, invited, saga, deliver):
        letters = deliver(inviting.withdraw_invitation, saga, invited.invitations.get(email=ANNA))
        assert list(letters) == [ANNA]
        assert calendar_part(letters[ANNA])[1]["METHOD"] == "CANCEL"

    def test_who_was_withdrawn_is_invited_anew(self, invited, saga, deliver, stand_on):
        inviting.withdraw_invitation(saga, invited.invitations.get(email=ANNA))
        stand_on(dt.date(2017, 3, 11))
        letters = deliver(invite_people, saga, invited, addresses=ANNA)
        assert calendar_part(letters[ANNA])[1]["METHOD"] == "REQUEST"

    def test_a_meeting_put_off_to_a_term_leaves_the_calendar_and_comes_back_with_its_day(
        self, invited, saga, deliver
    ):
        autumn = VagueDate(dt.date(2017, 12, 31), Precision.TERM)
        gone = deliver(move_meeting, saga, invited, Timing(autumn, tentative=True), reason="Det blir i höst")
        assert calendar_part(gone[ANNA])[1]["METHOD"] == "CANCEL"
        assert local(event_of(gone[ANNA]), "DTSTART") == "2017-03-17 13.00"
        october = self.moved_to(dt.date(2017, 10, 6))
        back = deliver(move_meeting, saga, invited, october, reason="Nu är dagen bestämd")
        event = event_of(back[ANNA])
        assert (event["UID"], event["SEQUENCE"]) == (str(invited.uid), 2)
        assert calendar_part(back[ANNA])[1]["METHOD"] == "REQUEST"

    def test_on_another_day_everybody_is_asked_anew(self, invited, saga):
        answer_invitation(saga, invited.invitations.get(email=ANNA), Said(Answer.YES))
        move_meeting(saga, invited, self.moved_to(APRIL_7), reason="Lokalen")
        assert set(invited.invitations.values_list("answer", flat=True)) == {Answer.NONE}

    def test_at_another_hour_of_the_same_day_answers_stand(self, invited, saga, deliver):
        answer_invitation(saga, invited.invitations.get(email=ANNA), Said(Answer.YES))
        letters = deliver(move_meeting, saga, invited, self.moved_to(MARCH_17), reason="Tåget")
        assert event_of(letters[ANNA])["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
        assert "Ditt svar gäller fortfarande" in said_in(letters[ANNA])

    def test_who_is_invited_is_told_why(self, invited, saga):
        with pytest.raises(ReasonMissing):
            move_meeting(saga, invited, self.moved_to(APRIL_7))

    def test_two_changes_before_the_letters_leave_are_one_letter(self, invited, saga, deliver):
        def twice() -> None:
            move_meeting(saga, invited, self.moved_to(APRIL_7), reason="Lokalen")
            move_meeting(saga, invited, self.moved_to(dt.date(2017, 4, 28)), reason="Lokalen igen")

        letters = deliver(twice)
        assert local(event_of(letters[ANNA]), "DTSTART") == "2017-04-28 14.00"
        assert len(mail.outbox) == 2

    def test_an_invitation_that_hadnt_left_says_what_has_changed_since(self, meeting, saga, deliver):
        def at_once() -> None:
            invite_people(saga, meeting, addresses=ANNA)
            change_meeting(saga, meeting, place="Göteborg")

        letters = deliver(at_once)
        assert [sent.subject.partition(":")[0] for sent in mail.outbox] == ["Inbjudan"]
        assert str(event_of(letters[ANNA])["LOCATION"]) == "Göteborg"

    def test_a_new_way_in_is_told_to_who_comes_and_to_nobody_else(self, invited, saga, deliver):
        answer_invitation(saga, invited.invitations.get(email=ANNA), Said(Answer.YES))
        letters = deliver(change_meeting, saga, invited, venue="Dörr 7")
        assert ANNA in letters
        assert BO not in letters
        assert "Dörr 7" in said_in(letters[ANNA])

    def test_a_new_text_alone_writes_to_nobody(self, invited, saga, deliver):
        assert deliver(change_meeting, saga, invited, text="Nytt program") == {}

    def test_a_date_that_is_decided_on_is_no_longer_tentative_in_calendars(self, meeting, saga, deliver):
        meeting.tentative, meeting.alternative = True, dt.date(2017, 12, 31)
        meeting.alternative_precision = Precision.TERM
        meeting.save()
        deliver(invite_people, saga, meeting, addresses=ANNA)
        letters = deliver(fix_date, saga, meeting)
        assert str(event_of(letters[ANNA])["STATUS"]) == "CONFIRMED"
        meeting.refresh_from_db()
        assert (meeting.tentative, meeting.alternative) == (False, None)


class TestWhoIsInvited:
    def test_an_audience_and_bare_addresses_each_address_once(self, meeting, saga, lead):
        invited = invite_people(
            saga,
            meeting,
            audiences=[Audience.MEMBERS, Audience.NETWORK],
            addresses=f"{ANNA}, ANNA@gast.example",
        )
        assert sorted(one.email for one in invited.new) == [ANNA, lead.email]
        assert meeting.invitations.get(email=lead.email).person == lead
        again = invite_people(saga, meeting, audiences=[Audience.MEMBERS], addresses=ANNA)
        assert (again.new, again.already) == ([], 2)

    def test_a_bare_address_of_somebody_with_an_account_is_that_person(self, meeting, saga, reporter):
        invite_people(saga, meeting, addresses=reporter.email.upper())
        assert meeting.invitations.get().person == reporter

    def test_addresses_that_cant_be_are_named_and_nobody_is_invited(self, meeting, saga):
        with pytest.raises(NotAddresses) as refused:
            invite_people(saga, meeting, addresses=f"{ANNA}\nbo@@gast\nCilla; cilla@gast.example")
        assert str(refused.value.message).startswith("Det här är inte e-postadresser: bo@@gast, Cilla.")
        assert refused.value.field == "addresses"
        assert Invitation.objects.count() == 0

    def test_what_was_typed_stands_when_an_address_is_wrong(self, meeting, sign_in, coordinator):
        typed = {"addresses": "Anna Berg <anna@gast.example>\nbo@@gast", "language": "en"}
        page = sign_in(coordinator).post(f"/moten/{meeting.pk}/bjud-in/", typed)
        assert page.status_code == 422
        shown = page.content.decode()
        assert "bo@@gast" in shown.partition("</textarea>")[0].rpartition("<textarea")[2]
        assert "Det här är inte e-postadresser: bo@@gast." in shown

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("a@b.se", [("", "a@b.se")]),
            ("Anna Berg <A@B.se>; c@d.se", [("Anna Berg", "a@b.se"), ("", "c@d.se")]),
            ("a@b.se,\n\n a@b.se", [("", "a@b.se")]),
            ("", []),
        ],
    )
    def test_addresses_are_read_as_people_paste_them(self, text, read):
        assert read_addresses(text) == read

    def test_letters_are_in_the_language_chosen(self, meeting, saga, deliver):
        letters = deliver(invite_people, saga, meeting, addresses=f"Anna Berg <{ANNA}>", language="en")
        assert letters[ANNA]["Subject"].strip().startswith("Invitation: ")
        assert said_in(letters[ANNA]).startswith("Hello Anna Berg,")

    def test_who_hasnt_answered_is_reminded_once_a_day(self, meeting, saga, deliver, stand_on):
        deliver(invite_people, saga, meeting, addresses=f"{ANNA}\n{BO}")
        answer_invitation(saga, meeting.invitations.get(email=BO), Said(Answer.NO))
        assert list(deliver(inviting.remind_unanswered, saga, meeting)) == [ANNA]
        assert deliver(inviting.remind_unanswered, saga, meeting) == {}
        stand_on(dt.date(2017, 3, 11))
        assert list(deliver(inviting.remind_unanswered, saga, meeting)) == [ANNA]

    def test_who_has_answered_meanwhile_gets_no_reminder(self, meeting, saga, deliver):
        deliver(invite_people, saga, meeting, addresses=ANNA)

        def reminded_and_answered() -> None:
            inviting.remind_unanswered(saga, meeting)
            answer_invitation(saga, meeting.invitations.get(), Said(Answer.NO))

        assert deliver(reminded_and_answered) == {}
        assert (
            Letter.objects.filter(kind=KIND, step__startswith="remind", dropped_at__isnull=False).count() == 1
        )

    def test_who_comes_is_told_the_day_before_once(self, meeting, saga, deliver, stand_on):
        deliver(invite_people, saga, meeting, addresses=f"{ANNA}\n{BO}")
        answer_invitation(saga, meeting.invitations.get(email=ANNA), Said(Answer.YES))
        stand_on(dt.date(2017, 3, 15))
        assert inviting.remind_coming(SYSTEM) == 0
        stand_on(dt.date(2017, 3, 16))
        letters = deliver(inviting.remind_coming, SYSTEM)
        assert "Dörr 4, ring på" in said_in(letters[ANNA])
        assert BO not in letters
        assert inviting.remind_coming(SYSTEM) == 0

    def test_an_address_that_bounced_is_shown_and_not_reminded(
        self, meeting, saga, deliver, sign_in, coordinator
    ):
        deliver(invite_people, saga, meeting, addresses=f"Anna Berg <{ANNA}>\n{BO}")
        anna = meeting.invitations.get(email=ANNA)
        letter = Letter.objects.get(kind=KIND, thing_id=anna.pk)
        letter.bounced_at, letter.bounce = letter.sent_at, "5.1.1"
        letter.save()
        assert list(deliver(inviting.remind_unanswered, saga, meeting)) == [BO]
        client = sign_in(coordinator)
        assert "Adressen fungerar inte" in client.get(f"/moten/{meeting.pk}/inbjudna/").content.decode()
        assert "En inbjudan kom inte fram: adressen fungerar inte" in client.get("/hem/").content.decode()
        assert "Kom tillbaka (5.1.1)" in client.get(f"/moten/inbjudan/{anna.pk}/").content.decode()

    def test_a_letter_that_may_have_left_is_shown_as_uncertain(self, meeting, saga, sign_in, coordinator):
        invite_people(saga, meeting, addresses=ANNA)
        Letter.objects.filter(kind=KIND).update(marked_at=meeting.changed_at)
        page = sign_in(coordinator).get(f"/moten/{meeting.pk}/inbjudna/").content.decode()
        assert "Osäkert om brevet gick iväg" in page

    def test_only_who_runs_the_meeting_invites(self, meeting, reporter, actor):
        with pytest.raises(NotAllowed):
            invite_people(actor(reporter), meeting, addresses=ANNA)

    def test_the_boards_secretary_invites_to_the_boards_meeting(self, board, secretary, actor):
        meeting = make_meeting(group=board, date=MARCH_17, state=MeetingState.PLANNED)
        invite_people(actor(secretary), meeting, addresses=ANNA)
        assert meeting.invitations.count() == 1

    def test_nobody_is_invited_to_an_idea_or_to_what_has_been(self, saga, friday):
        for state, day in ((MeetingState.IDEA, MARCH_17), (MeetingState.PLANNED, dt.date(2017, 3, 1))):
            with pytest.raises(WrongState):
                invite_people(saga, make_meeting(date=day, state=state), addresses=ANNA)

    def test_the_list_of_who_is_invited_costs_the_same_for_two_and_for_fifty(
        self, meeting, sign_in, coordinator
    ):
        hamnen = make_organisation("Hamnen")
        client = sign_in(coordinator)

        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/moten/{meeting.pk}/inbjudna/").status_code == 200
            return len(asked)

        def invite_as_many_as(number: int) -> None:
            for each in range(meeting.invitations.count(), number):
                person = make_person(f"Gäst {each}")
                invite(meeting, f"Gäst{each} Gran", organisation=hamnen, person=person)

        invite_as_many_as(2)
        cost()
        two = cost()
        invite_as_many_as(50)
        assert cost() == two


def test_a_calendar_file_to_keep_names_nobody():
    occasion = ical.Occasion("u-1", 3, "Möte", MARCH_17, place="Stockholm")
    made = Calendar.from_ical(
        ical.file(ical.Method.PUBLISH, occasion, now=dt.datetime(2017, 3, 10, tzinfo=dt.UTC))
    )
    event = made.walk("VEVENT")[0]
    assert made["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event
