"""The mailbox: answers from calendars count like answers on the page, returned letters are noted, the rest is left."""

import datetime as dt
import io
import sys
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as some

from sluss.meetings import ical, mailbox
from sluss.meetings.letters import KIND
from sluss.meetings.models import Answer, Invitation, Meeting, MeetingState, Standing
from sluss.meetings.services.receiving import Received, receive
from sluss.trust.models import Letter
from tests.meetings.conftest import invite, make_meeting


@pytest.fixture
def meeting(friday) -> Meeting:
    return make_meeting(date=dt.date(2017, 3, 17), state=MeetingState.INVITED, capacity=1, sequence=2)


@pytest.fixture
def anna(meeting) -> Invitation:
    return invite(meeting, "Anna Berg", answer=Answer.NONE)


def answer(invitation: Invitation, part: str, **wanted: str) -> bytes:
    """What a calendar sends when somebody presses Accept (RFC 6047, section 4)."""
    usual = {
        "uid": str(invitation.meeting.uid),
        "sequence": "2",
        "method": "REPLY",
        "to": mailbox.address_for(invitation.pk),
    }
    said = {**usual, **wanted}
    calendar = "\r\n".join([
        "BEGIN:VCALENDAR", "PRODID:-//Example//Calendar 1.0//EN", "VERSION:2.0", f"METHOD:{said['method']}",
        "BEGIN:VEVENT", f"UID:{said['uid']}", f"SEQUENCE:{said['sequence']}", "DTSTAMP:20170310T120000Z",
        "DTSTART:20170317T120000Z", f"ORGANIZER:mailto:{said['to']}",
        f"ATTENDEE;PARTSTAT={part};CN=Anna:mailto:anna@gast.example", "SUMMARY:Accepterat: Plattformsmöte",
        "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "anna@gast.example",
        f"Sluss <{said['to']}>",
        "Accepterat",
    )
    letter.set_content("Anna har accepterat.")
    letter.add_alternative(calendar, subtype="calendar", params={"method": said["method"]})
    return letter.as_bytes()


class TestAnswersFromCalendars:
    @pytest.mark.parametrize(
        ("part", "standing"),
        [("ACCEPTED", Standing.COMES), ("TENTATIVE", Standing.MAYBE), ("DECLINED", Standing.NO)],
    )
    def test_accept_maybe_and_decline_count_as_on_the_page(self, anna, part, standing):
        assert receive(answer(anna, part)) == Received.ANSWER
        anna.refresh_from_db()
        assert anna.standing == standing

    def test_beyond_the_places_who_accepts_stands_on_the_waiting_list(self, meeting, anna):
        invite(meeting, "Bo Dahl")
        receive(answer(anna, "ACCEPTED"))
        anna.refresh_from_db()
        assert anna.standing == Standing.QUEUES

    def test_an_answer_to_a_time_that_no_longer_holds_isnt_taken(self, anna):
        assert receive(answer(anna, "ACCEPTED", sequence="1")) == Received.NOTHING
        anna.refresh_from_db()
        assert anna.answer == Answer.NONE

    def test_nobody_answers_for_another_by_changing_the_number(self, meeting, anna):
        bo = invite(meeting, "Bo Dahl", answer=Answer.NONE)
        forged = mailbox.address_for(anna.pk).replace(f"+{anna.pk}.", f"+{bo.pk}.")
        assert receive(answer(bo, "ACCEPTED", to=forged)) == Received.NOTHING
        bo.refresh_from_db()
        assert bo.answer == Answer.NONE

    @pytest.mark.parametrize(
        "wanted",
        [{"uid": "another-meeting"}, {"method": "REQUEST"}, {"to": "sluss@localhost"}, {"sequence": "two"}],
    )
    def test_what_doesnt_fit_together_is_left_alone(self, anna, wanted):
        assert receive(answer(anna, "ACCEPTED", **wanted)) == Received.NOTHING

    @pytest.mark.parametrize("part", ["NEEDS-ACTION", "DELEGATED", "x"])
    def test_what_is_no_answer_is_left_alone(self, anna, part):
        assert receive(answer(anna, part)) == Received.NOTHING

    def test_an_answer_to_a_cancelled_meeting_is_left_alone(self, meeting, anna):
        Meeting.objects.update(state=MeetingState.CANCELLED)
        assert receive(answer(anna, "ACCEPTED")) == Received.NOTHING

    def test_mail_servers_that_change_the_case_are_understood(self, anna):
        assert receive(answer(anna, "ACCEPTED", to=mailbox.address_for(anna.pk).upper())) == Received.ANSWER


def report(
    letter: Letter, *, action: str = "failed", status: str = "5.1.1", headers_only: bool = False
) -> bytes:
    """What a mail server sends when it can't deliver (RFC 3464, section 2)."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    body = "" if headers_only else "\nHej\n"
    return f"""From: MAILER-DAEMON@example.org
To: sluss@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Fri, 10 Mar 2017 13:00:00 +0100

Final-Recipient: rfc822; {letter.address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--part
Content-Type: {kind}

From: Sluss <sluss@localhost>
To: {letter.address}
Subject: Inbjudan
Message-ID: {letter.message_id}
{body}
--part--
""".replace("\n", "\r\n").encode()


class TestLettersThatComeBack:
    @pytest.fixture
    def letter(self, anna) -> Letter:
        return Letter.objects.create(
            kind=KIND, thing_id=anna.pk, step="invite-1", address=anna.email, message_id="<abc.1@localhost>"
        )

    @pytest.mark.parametrize("headers_only", [False, True])
    def test_what_failed_for_good_is_noted_with_its_code(self, letter, headers_only):
        assert receive(report(letter, headers_only=headers_only)) == Received.BOUNCE
        letter.refresh_from_db()
        assert letter.bounce == "5.1.1"
        assert letter.bounced_at is not None

    @pytest.mark.parametrize(
        "wanted",
        [
            {"action": "delayed", "status": "4.4.1"},
            {"action": "delayed", "status": "5.4.7"},
            {"action": "failed", "status": "4.2.2"},
            {"action": "delivered", "status": "2.0.0"},
        ],
    )
    def test_what_may_still_arrive_isnt(self, letter, wanted):
        assert receive(report(letter, **wanted)) == Received.NOTHING
        letter.refresh_from_db()
        assert letter.bounced_at is None

    def test_a_report_about_a_letter_of_others_is_left_alone(self, letter):
        letter.message_id = "<other@example.org>"
        assert receive(report(letter)) == Received.NOTHING


@pytest.mark.parametrize(
    "raw",
    [b"", b"nonsense", b"\xff\xfe\x00", b"To: x\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
     b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n--x--"],
)  # fmt: skip
def test_whatever_else_comes_is_left_alone(db, raw):
    assert receive(raw) == Received.NOTHING


@given(
    raw=some.binary(max_size=300),
    name=some.sampled_from(["To", "Content-Type", "Status"]),
    value=some.text(max_size=80),
)
def test_nothing_that_a_stranger_sends_breaks_the_mailbox(raw, name, value):
    head = f"{name}: {value}\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    assert receive(head.encode("utf-8", "surrogatepass") + raw) == Received.NOTHING
    assert ical.read_reply(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500)
        ),
    ],
)
def test_a_letter_of_parts_within_parts_without_end_is_left_alone(raw):
    assert receive(raw) == Received.NOTHING


def test_the_command_reads_one_letter_and_says_what_became_of_it(anna, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer(anna, "ACCEPTED"))))
    call_command("receive")
    assert capsys.readouterr().out == "answer taken\n"


def test_an_address_of_the_mailbox_names_its_invitation_and_no_other_does(settings):
    settings.MAILBOX = "svar@example.org"
    made = mailbox.address_for(12)
    assert made.startswith("svar+12.")
    assert len(made.partition("@")[0]) <= 64
    assert mailbox.invitation_of(made) == 12
    for other in (
        made.replace("+12", "+13"),
        made.replace("svar", "svarx"),
        made.replace(".org", ".com"),
        "svar@example.org",
    ):
        assert mailbox.invitation_of(other) is None
