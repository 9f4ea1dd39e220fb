"""The notice: in time or with a reason, to whom, and what became of it."""

import datetime as dt
import hashlib

import pytest
from django.urls import reverse

from sluss.agenda.models import Deadline, DeadlineState
from sluss.coalition.models import ContactPerson, HeldContactRole, Membership
from sluss.coalition.services import groups
from sluss.meetings.annual import pages
from sluss.meetings.annual.selectors.proof import KIND, proof_of
from sluss.meetings.annual.selectors.texts import skeleton
from sluss.meetings.annual.services import notices
from sluss.meetings.models import MeetingState, Paper
from sluss.meetings.models.annual import AnnualState
from sluss.people.models import Person
from sluss.trust.models import Letter, TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_organisation, make_person
from tests.meetings.annual.conftest import NAMES, a_pdf


def test_notice_on_10_march_for_31_march_is_in_time(assembly, stand_on):
    stand_on(dt.date(2017, 3, 10))
    sent = assembly.send_notice()
    assert assembly.annual.state == AnnualState.CALLED
    assert not assembly.annual.deviations.exists()
    assert {receiver.name for receiver in sent.recipients.all()} == {f"Lena {name}" for name in NAMES}
    assembly.annual.meeting.refresh_from_db()
    assert assembly.annual.meeting.state == MeetingState.INVITED


def test_notice_on_11_march_warns_asks_why_and_the_minutes_print_it(assembly, stand_on):
    stand_on(dt.date(2017, 3, 11))
    with pytest.raises(notices.NoticeLate) as refused:
        assembly.send_notice()
    assert (refused.value.breach.days, refused.value.breach.due) == (1, dt.date(2017, 3, 10))
    assert not Letter.objects.exists()
    assembly.send_notice(reason="Sekreteraren var sjuk.")
    deviation = assembly.annual.deviations.get()
    assert (deviation.step, deviation.days) == ("notice", 1)
    assert "Sekreteraren var sjuk." in skeleton(assembly.annual)


def test_the_deadline_of_the_notice_is_met_when_it_goes(assembly, stand_on):
    stand_on(dt.date(2017, 3, 1))
    assembly.send_notice()
    assert Deadline.objects.get(thing_role="notice").state == DeadlineState.DONE


def test_each_receiver_gets_one_letter_with_the_papers_and_the_proof_says_so(
    assembly, stand_on, paper, mailoutbox, django_capture_on_commit_callbacks
):
    stand_on(dt.date(2017, 3, 10))
    with django_capture_on_commit_callbacks(execute=True):
        sent = assembly.send_notice()
    assert sorted(message.to[0] for message in mailoutbox) == sorted(r.email for r in sent.recipients.all())
    assert {len(message.attachments) for message in mailoutbox} == {1}
    proof = proof_of(sent)
    assert (proof.sent, proof.bounced, len(proof.lines)) == (4, 0, 4)
    kept = sent.sent_papers.get()
    with paper.file.open("rb") as file:
        assert kept.sha256 == hashlib.sha256(file.read()).hexdigest()


def test_an_address_that_came_back_shows_in_the_proof(assembly, stand_on, django_capture_on_commit_callbacks):
    stand_on(dt.date(2017, 3, 10))
    with django_capture_on_commit_callbacks(execute=True):
        sent = assembly.send_notice()
    letter = Letter.objects.about(KIND, sent.pk).first()
    letter.bounced_at, letter.bounce = letter.sent_at, "5.1.1"
    letter.save()
    proof = proof_of(sent)
    assert proof.bounced == 1
    assert [line.email for line in proof.lines if line.tone == "stop"] == [letter.address]


def test_who_is_a_member_on_the_day_of_the_meeting_is_called(assembly, stand_on):
    leaves = assembly.organisations["Linden"]
    Membership.objects.filter(organisation=leaves).update(ends=dt.date(2017, 3, 20))
    joins = make_organisation("Ny förening", since=dt.date(2017, 3, 25))
    from sluss.trust.actor import Role

    make_person("Lena Ny", joins, Role.LEAD)
    stand_on(dt.date(2017, 3, 10))
    called = {receiver.name for receiver in assembly.send_notice().recipients.all()}
    assert "Lena Linden" not in called
    assert "Lena Ny" in called


def test_a_notice_that_was_sent_stays_as_it_was(assembly, stand_on):
    stand_on(dt.date(2017, 3, 10))
    sent = assembly.send_notice()
    with pytest.raises(WrongState):
        notices.save_notice(assembly.runner, sent, text="Annat", papers=[])
    with pytest.raises(WrongState):
        notices.send_notice(assembly.runner, sent)


def test_a_correction_of_a_notice_in_time_asks_no_reason_while_the_day_stands(assembly, stand_on):
    stand_on(dt.date(2017, 3, 10))
    assembly.send_notice()
    stand_on(dt.date(2017, 3, 20))
    assembly.send_notice()
    assert not assembly.annual.deviations.exists()


def test_a_member_can_neither_write_nor_send_it(assembly):
    with pytest.raises(NotAllowed):
        notices.begin_notice(assembly.head("Hamnen"), assembly.annual)


def test_papers_of_an_inner_item_go_to_nobody_with_the_notice(assembly, paper):
    inner = assembly.annual.meeting.items.create(order=9, title="Lönen", inner=True)
    Paper.objects.create(meeting=assembly.annual.meeting, item=inner, name="Lönen", file=a_pdf("lonen"))
    draft = notices.begin_notice(assembly.runner, assembly.annual)
    assert list(draft.papers.all()) == [paper]


def test_what_is_written_in_the_notice_leaves_a_line_in_the_trail(assembly):
    draft = notices.begin_notice(assembly.runner, assembly.annual)
    notices.save_notice(assembly.runner, draft, text="Välkomna", papers=[])
    line = TrailEntry.objects.filter(kind="meetings.notice").first()
    assert (line.verb, line.thing_id, line.detail) == ("write notice", draft.pk, {})


def test_the_table_of_who_was_called_holds_no_address_of_a_protected_person(assembly, sign_in):
    contact = ContactPerson.objects.create(
        organisation=assembly.organisations["Hamnen"], name="Anna Skyddad", alias="Kontakt", protected=True,
        email="anna.skyddad@hamnen.example", starts=dt.date(2013, 1, 1),
    )  # fmt: skip
    HeldContactRole.objects.create(contact=contact, role="delegate")
    sent = assembly.send_notice()
    client = sign_in(Person.objects.get(pk=assembly.runner.person_id))
    file = client.get(reverse("meetings:annual_proof_file", args=[sent.pk])).content.decode()
    assert "Kontakt;;" in file
    assert "skyddad" not in file.lower()
    assert "lena.hamnen@example.org" in file
    assert contact.email not in str(pages.parts(assembly.annual))
    proof = reverse("meetings:annual_proof", args=[sent.pk])
    assert contact.email in client.get(proof).content.decode()
    chair = make_person("Ove Ordförande")
    groups.seat(assembly.runner, assembly.board, chair, "chair", starts=dt.date(2017, 1, 1))
    assert sign_in(chair).get(proof).status_code == 200
    assert contact.email not in sign_in(chair).get(proof).content.decode()
