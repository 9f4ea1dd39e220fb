"""Reminders of dates: each once, of the date as it stands when they leave."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sluss.agenda import services
from sluss.agenda.dates import VagueDate
from sluss.agenda.rules import read_step, rung_reached, step_of
from sluss.coalition.models import Audience
from sluss.trust import letters
from sluss.trust.actor import SYSTEM
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed
from sluss.trust.waiting import Part, items_for
from tests.agenda.conftest import keep, seat
from tests.conftest import make_person

DAY = dt.date(2017, 5, 31)


@pytest.fixture
def remind(stand_on, django_capture_on_commit_callbacks):
    """Stand on a day, run the clockwork, and return the subjects that left, by receiver."""

    def run(day: dt.date) -> list[tuple[str, str]]:
        stand_on(day)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind", verbosity=0)
        sent = [m for m in mail.outbox[before:] if "vecka i Sluss" not in m.subject]
        return sorted((message.to[0].partition("@")[0], message.subject) for message in sent)

    return run


def days_before(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


@pytest.fixture
def owner(organisation):
    return make_person("Elsa Ägare", organisation, "reporter")


@pytest.fixture
def deputy(organisation):
    return make_person("Dan Deputat", organisation, "reporter")


def test_the_ladder_goes_to_the_owner_then_the_deputy_then_leader_and_coordinator(
    saga, coordinator, owner, deputy, group, convener, remind
):
    keep(saga, "EU-ansökan", DAY, owner=owner, deputy=deputy, group=group)
    soon, late = "Snart: EU-ansökan", "Försenat: EU-ansökan"
    assert remind(days_before(22)) == []
    assert remind(days_before(21)) == [("elsa.agare", soon)]
    assert remind(days_before(7)) == [("elsa.agare", soon)]
    assert remind(days_before(1)) == [("dan.deputat", soon), ("elsa.agare", soon)]
    assert remind(days_before(-3)) == [
        ("dan.deputat", late), ("elsa.agare", late), ("karin.kallar", late), ("saga.samordnare", late),
    ]  # fmt: skip


def test_run_twice_it_sends_each_reminder_once(saga, owner, remind):
    keep(saga, "EU-ansökan", DAY, owner=owner)
    assert len(remind(days_before(21))) == 1
    assert remind(days_before(21)) == []
    assert remind(days_before(20)) == []


def test_after_three_days_of_standstill_the_newest_step_goes_once_and_no_earlier_one(saga, owner, remind):
    keep(saga, "EU-ansökan", DAY, owner=owner, ladder=[5, 4, 3, 2])
    assert len(remind(days_before(5))) == 1
    assert len(remind(days_before(2))) == 1  # the machine stood still for three days: 4 and 3 were passed
    assert remind(days_before(1)) == []
    assert sorted(Letter.objects.filter(kind="agenda.reminder").values_list("step", flat=True)) == [
        "2017-05-31 T-2",
        "2017-05-31 T-5",
    ]


def test_a_moved_date_is_reminded_of_anew_and_the_old_date_no_more(saga, owner, remind, stand_on):
    made = keep(saga, "EU-ansökan", DAY, owner=owner)
    assert len(remind(days_before(7))) == 1
    services.move_deadline(saga, made, VagueDate(DAY + dt.timedelta(days=30)), reason="Ny tid")
    assert remind(days_before(1)) == []
    assert remind(DAY + dt.timedelta(days=9)) == [("elsa.agare", "Snart: EU-ansökan")]
    assert "30 juni" in mail.outbox[-1].body


def test_a_letter_that_waits_while_the_date_moves_is_not_sent(saga, owner, stand_on):
    made = keep(saga, "EU-ansökan", DAY, owner=owner)
    stand_on(days_before(7))
    services.send_due_reminders(SYSTEM)
    services.move_deadline(saga, made, VagueDate(DAY + dt.timedelta(days=30)), reason="Ny tid")
    letters.deliver_waiting.call()
    assert mail.outbox == []
    assert Letter.objects.get(kind="agenda.reminder").dropped_at is not None


def test_what_is_done_is_not_reminded_of(saga, owner, remind):
    services.meet_deadline(saga, keep(saga, "EU-ansökan", DAY, owner=owner))
    assert remind(days_before(7)) == []


def test_a_date_put_in_late_owes_no_reminder_that_lay_before_it(saga, owner, remind, stand_on):
    stand_on(days_before(5))
    keep(saga, "EU-ansökan", DAY, owner=owner)
    assert remind(days_before(4)) == []
    assert len(remind(days_before(1))) == 1


def test_without_an_owner_the_groups_leader_stands_in_and_without_a_group_the_coordinator(
    saga, coordinator, group, convener, remind
):
    keep(saga, "Gruppens", DAY, group=group)
    keep(saga, "Ingens", DAY)
    assert remind(days_before(7)) == [
        ("karin.kallar", "Snart: Gruppens"),
        ("saga.samordnare", "Snart: Ingens"),
    ]


def test_who_has_left_gets_nothing(saga, owner, remind):
    keep(saga, "EU-ansökan", DAY, owner=owner)
    owner.is_active = False
    owner.save()
    assert remind(days_before(7)) == []


def test_a_leader_who_may_no_longer_see_it_gets_nothing(saga, group, outsider, stand_on):
    """Asked for while the person led the group, sent after."""
    seat(outsider, group, "chair")
    keep(saga, "Gruppens", DAY, group=group, audience=Audience.GROUP)
    stand_on(days_before(7))
    services.send_due_reminders(SYSTEM)
    outsider.seats.update(ends=days_before(8))
    letters.deliver_waiting.call()
    assert mail.outbox == []


def test_only_the_coordinator_and_the_clock_send_them(member):
    from sluss.coalition.selectors import actor_for

    with pytest.raises(NotAllowed):
        services.send_due_reminders(actor_for(member))


class Refusing(EmailBackend):
    """A mail server that knows no such receiver."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


class Dying(EmailBackend):
    """A machine that stops while the letter leaves."""

    def send_messages(self, messages):
        raise RuntimeError


def test_a_reminder_that_came_back_is_shown_on_the_date_and_on_the_coordinators_home(
    saga, coordinator, owner, remind, settings, sign_in
):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    made = keep(saga, "EU-ansökan", DAY, owner=owner)
    remind(days_before(7))
    page = sign_in(coordinator).get(reverse("agenda:deadline", args=[made.pk])).content.decode()
    assert "Kom tillbaka" in page
    titles = [str(item.title) for item in items_for(saga)[Part.WAITS]]
    assert "En påminnelse om ”EU-ansökan” kom tillbaka" in titles


def test_what_a_crash_leaves_uncertain_is_shown_and_never_sent_twice(
    saga, coordinator, owner, stand_on, settings, sign_in
):
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    made = keep(saga, "EU-ansökan", DAY, owner=owner)
    stand_on(days_before(7))
    services.send_due_reminders(SYSTEM)
    with pytest.raises(RuntimeError):
        letters.deliver_waiting.call()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letters.deliver_waiting.call()
    assert mail.outbox == []
    page = sign_in(coordinator).get(reverse("agenda:deadline", args=[made.pk])).content.decode()
    assert "Kan ha kommit bort" in page
    stand_on(days_before(6))
    titles = [str(item.title) for item in items_for(saga)[Part.WAITS]]
    assert "En påminnelse om ”EU-ansökan” kan ha kommit bort" in titles


@given(
    st.lists(st.integers(-30, 60), max_size=6),
    st.dates(dt.date(2016, 1, 1), dt.date(2018, 12, 31)),
    st.integers(0, 90),
    st.lists(st.integers(0, 120), max_size=12).map(sorted),
)
def test_on_whatever_days_it_runs_no_step_goes_twice_and_none_goes_back(ladder, day, before, runs):
    set_on = day - dt.timedelta(days=before)
    sent: list[int] = []
    for days in runs:
        rung = rung_reached(ladder, day=day, set_on=set_on, today=set_on + dt.timedelta(days=days))
        if rung is not None and rung not in sent:
            sent.append(rung)
    assert sent == sorted(sent, reverse=True)
    assert all(rung <= before for rung in sent)
    for rung in sent:
        assert read_step(step_of(day, rung)) == (day, rung)
