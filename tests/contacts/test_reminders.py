"""Reminders on the ladder: computed when sent, each once, only to those who haven't answered."""

import datetime as dt

import pytest
from django.core import mail

from sluss.coalition.models import Affiliation
from sluss.contacts import services
from sluss.contacts.models import Return, ReturnState
from sluss.contacts.selectors import board
from sluss.trust import letters
from sluss.trust.actor import SYSTEM, Role
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_person
from tests.contacts.persons import exploited, put


@pytest.fixture
def contacts_of(organisation, return_, other_return):
    """A first and a second contact, and a lead; the other organisation has answered."""
    people = {}
    for name, role, number in (
        ("Ett", Role.REPORTER, 1),
        ("Två", Role.REPORTER, 2),
        ("Chef", Role.LEAD, None),
    ):
        people[name] = make_person(name, organisation, role)
        Affiliation.objects.filter(person=people[name]).update(reporting_contact=number)
    Return.objects.filter(pk=other_return.pk).update(state=ReturnState.SUBMITTED)
    return people


def remind() -> None:
    """What the morning's job and the worker do."""
    services.send_due_reminders(SYSTEM)
    letters.deliver_waiting.call()


def receivers() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (dt.date(2017, 3, 10), ["ett"]),
        (dt.date(2017, 3, 30), ["ett", "tva"]),
        (dt.date(2017, 4, 3), ["chef", "ett", "tva"]),
        (dt.date(2017, 4, 10), ["chef", "ett", "tva"]),
        (dt.date(2017, 5, 1), []),
    ],
)
def test_each_step_goes_to_its_receivers(contacts_of, stand_on, day, names):
    stand_on(day)
    remind()
    assert receivers() == [f"{name}@example.org" for name in names]


def test_running_it_twice_sends_nothing_twice(contacts_of):
    remind()
    remind()
    assert len(mail.outbox) == 1


def test_three_days_of_standstill_send_one_reminder_and_no_burst(contacts_of, stand_on):
    stand_on(dt.date(2017, 3, 20))  # T-21 passed while the server stood still
    remind()
    stand_on(dt.date(2017, 4, 3))  # T-7 and T-1 passed, too
    remind()
    steps = Letter.objects.filter(receiver=contacts_of["Ett"]).order_by("pk")
    assert [letter.step for letter in steps] == ["T-21", "T+3"]


def test_who_has_answered_is_left_in_peace(contacts_of, return_, rut):
    services.submit_nil(rut, return_)
    remind()
    assert mail.outbox == []


def test_a_question_to_answer_is_no_return_owed(contacts_of, return_, rut, saga):
    put(rut, return_, exploited())
    services.submit_return(rut, return_)
    services.query_return(saga, return_, "Stämmer det?")
    remind()
    assert mail.outbox == []


def test_an_excused_organisation_is_left_in_peace(contacts_of, return_, saga):
    services.excuse(saga, return_, "Ny ledning")
    remind()
    assert mail.outbox == []


def test_without_named_contacts_the_reporters_are_reminded(return_, reporter, colleague, other_return):
    Return.objects.filter(pk=other_return.pk).update(state=ReturnState.SUBMITTED)
    remind()
    assert receivers() == ["mona.kollega@example.org", "rut.rapportor@example.org"]


def test_the_mail_says_how_many_have_answered_and_nothing_of_the_answers(contacts_of, return_, rut):
    put(rut, return_, exploited(), exploited())
    remind()
    (message,) = mail.outbox
    assert message.subject == "Statistiken för 2016: 1 av 2 har svarat"
    assert message.body == (
        "Hej Ett,\n"
        "\n"
        "1 av 2 organisationer har svarat för 2016. Vi väntar på svaret från Fyrtornet, senast 31 mars.\n"
        "\n"
        "Fortsätt där du eller en kollega slutade:\n"
        f"http://localhost:8000/insamling/inrapportering/{return_.pk}/\n"
        "\n"
        "Träffade ni ingen? Säg det med ett klick på samma sida.\n"
        "Behöver ni mer tid? Där kan ni också välja en annan dag för påminnelsen.\n"
        "\n"
        "Sluss\n"
    )


def test_each_receives_it_in_the_own_language(contacts_of, stand_on):
    contacts_of["Ett"].language = "en"
    contacts_of["Ett"].save()
    stand_on(dt.date(2017, 3, 30))
    remind()
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "ett@example.org": "Statistics for 2016: 1 of 2 have answered",
        "tva@example.org": "Statistiken för 2016: 1 av 2 har svarat",
    }


def test_a_reminder_marked_but_not_sent_is_never_sent_again_and_shown_as_uncertain(
    contacts_of, return_, settings, saga
):
    settings.EMAIL_BACKEND = "tests.trust.test_letters.DyingBackend"
    with pytest.raises(KeyboardInterrupt):
        remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    remind()
    assert mail.outbox == []
    rows = {row.return_.pk: row for row in board(saga, return_.round).rows}
    assert rows[return_.pk].uncertain is True


def test_reminders_are_put_off_once_to_a_day_and_come_on_it(contacts_of, return_, rut, stand_on):
    services.snooze(rut, return_, dt.date(2017, 3, 27))
    with pytest.raises(services.BadSnooze):
        services.snooze(rut, return_, dt.date(2017, 3, 28))
    sent = []
    for day in (10, 24, 27, 28, 30):
        stand_on(dt.date(2017, 3, day))
        sent.append((day, [r.step for r in services.send_due_reminders(SYSTEM)]))
    assert sent == [(10, []), (24, []), (27, ["snoozed"]), (28, []), (30, ["T-1", "T-1"])]


@pytest.mark.parametrize("day", [dt.date(2017, 3, 10), dt.date(2017, 5, 1)])
def test_a_day_that_makes_no_sense_is_refused(return_, rut, day):
    with pytest.raises(services.BadSnooze):
        services.snooze(rut, return_, day)


def test_another_organisation_puts_nothing_off(return_, stranger, actor):
    with pytest.raises(NotAllowed):
        services.snooze(actor(stranger), return_, dt.date(2017, 3, 27))


def test_the_coordinator_reminds_by_hand_once_a_day(contacts_of, return_, other_return, saga):
    assert len(services.remind_by_hand(saga, [return_, other_return])) == 2
    assert services.remind_by_hand(saga, [return_, other_return]) == []
    letters.deliver_waiting.call()
    assert receivers() == ["ett@example.org", "tva@example.org"]


def test_who_answers_between_the_asking_and_the_sending_gets_no_reminder(contacts_of, return_, rut):
    services.send_due_reminders(SYSTEM)
    services.submit_nil(rut, return_)
    letters.deliver_waiting.call()
    assert mail.outbox == []


def test_a_reminder_that_came_back_shows_on_the_board(contacts_of, return_, settings, saga):
    settings.EMAIL_BACKEND = "tests.trust.test_letters.RefusingBackend"
    remind()
    rows = {row.return_.pk: row for row in board(saga, return_.round).rows}
    assert (rows[return_.pk].bounced, rows[return_.pk].uncertain) == (True, False)
