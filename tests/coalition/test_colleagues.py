import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from sluss.coalition import services
from sluss.coalition.models import Affiliation, Appointment
from sluss.coalition.selectors import actor_for
from sluss.coalition.services.appointments import DatesOutOfOrder
from sluss.coalition.services.colleagues import AlreadyColleague, HoldsCoalitionRole
from sluss.trust.actor import Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_person


def role_of(person) -> Affiliation:
    return Affiliation.objects.get(person=person)


def test_a_new_colleague_gets_a_link_to_choose_a_password(
    lead, organisation, actor, mailoutbox, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite_colleague(
            actor(lead), organisation, name="Nya Nord", email="nya@example.org", role=Role.REPORTER
        )
    [mail] = mailoutbox
    assert mail.to == ["nya@example.org"]
    address = next(word for word in mail.body.split() if "/konto/password/reset/key/" in word)
    page = client.get(address.removeprefix("http://localhost:8000"), follow=True)
    assert page.status_code == 200
    assert 'name="password1"' in page.content.decode()


def test_somebody_is_not_given_the_same_role_twice(lead, reporter, organisation, actor):
    with pytest.raises(AlreadyColleague):
        services.invite_colleague(
            actor(lead), organisation, name=reporter.name, email=reporter.email, role=Role.REPORTER
        )


def test_a_role_that_has_ended_gives_nothing_from_that_moment(lead, reporter, actor, organisation):
    services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
    assert actor_for(reporter).roles == frozenset()


def test_after_a_lost_phone_nothing_old_works_and_the_trail_says_why(
    lead, reporter, actor, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    client = sign_in(reporter)
    client.get("/hem/")
    Authenticator.objects.create(user=reporter, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert UserSession.objects.filter(user=reporter).count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        services.reset_colleagues_sign_in(actor(lead), role_of(reporter), reason="Telefonen är borta")

    reporter.refresh_from_db()
    assert not reporter.has_usable_password()
    assert not Authenticator.objects.filter(user=reporter).exists()
    assert client.get("/hem/").status_code == 302
    assert [mail.to for mail in mailoutbox] == [[reporter.email]]
    line = TrailEntry.objects.get(verb="reset sign-in")
    assert (line.actor_id, line.reason) == (lead.pk, "Telefonen är borta")


def test_a_head_cannot_touch_the_sign_in_of_the_coordinator(lead, organisation, coordinator, actor):
    held = Affiliation.objects.create(
        person=coordinator, organisation=organisation, role=Role.REPORTER, starts=dt.date(2017, 1, 1)
    )
    with pytest.raises(HoldsCoalitionRole):
        services.reset_colleagues_sign_in(actor(lead), held, reason="Försök")


def test_a_head_cannot_reach_another_organisations_people(lead, other_organisation, actor, sign_in):
    other = make_person("Omar Annan", other_organisation, Role.REPORTER)
    with pytest.raises(NotAllowed):
        services.end_affiliation(actor(lead), role_of(other))
    assert sign_in(lead).get(f"/organisationer/kollegor/{role_of(other).pk}/logga-ut/").status_code == 404


def test_a_reporter_has_no_page_of_colleagues(reporter, sign_in):
    assert sign_in(reporter).get("/organisationer/kollegor/").status_code == 404


def test_the_reason_must_be_given_and_what_was_typed_stays(lead, reporter, sign_in):
    address = f"/organisationer/kollegor/{role_of(reporter).pk}/ny-inloggning/"
    answer = sign_in(lead).post(address, {"reason": ""})
    assert answer.status_code == 422
    reporter.refresh_from_db()
    assert reporter.has_usable_password()


class TestDeputy:
    def test_a_deputy_coordinates_from_the_first_day_to_the_last_and_no_longer(
        self, coordinator, lead, actor, stand_on
    ):
        services.appoint_deputy(
            actor(coordinator), lead, starts=dt.date(2017, 3, 13), ends=dt.date(2017, 3, 15)
        )
        held = {}
        for day in (12, 13, 15, 16):
            stand_on(dt.date(2017, 3, day))
            held[day] = actor_for(lead).is_coordinator
        assert held == {12: False, 13: True, 15: True, 16: False}

    def test_a_deputy_cannot_appoint_another(self, coordinator, lead, reporter, actor):
        services.appoint_deputy(
            actor(coordinator), lead, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 31)
        )
        with pytest.raises(NotAllowed):
            services.appoint_deputy(
                actor(lead), reporter, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 2)
            )

    def test_days_out_of_order_are_refused_beside_the_field(self, coordinator, lead, actor):
        with pytest.raises(DatesOutOfOrder) as refused:
            services.appoint_deputy(
                actor(coordinator), lead, starts=dt.date(2017, 3, 15), ends=dt.date(2017, 3, 13)
            )
        assert refused.value.field == "ends"

    def test_the_coordinator_ends_a_deputys_powers_at_once(self, coordinator, lead, actor):
        deputy = services.appoint_deputy(
            actor(coordinator), lead, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 31)
        )
        services.end_appointment(actor(coordinator), deputy)
        assert not actor_for(lead).is_coordinator

    def test_a_deputy_without_an_end_is_refused_by_the_database(self, coordinator, lead):
        from django.db import IntegrityError, transaction

        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(person=lead, role=Role.COORDINATOR, deputy_for=coordinator)


def test_reading_the_trail_leaves_a_mark(friday, sign_in, lead, actor, reporter):
    auditor = make_person("Greta Granskare", None, Role.AUDITOR)
    services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
    client = sign_in(auditor)
    assert "Loggen har inte kontrollerats än" in client.get("/organisationer/logg/").content.decode()
    client.post("/organisationer/logg/", {"note": "Inget ovanligt"})
    assert "Loggen kontrollerades senast 10 mars" in client.get("/organisationer/logg/").content.decode()


def test_an_administrator_sees_accounts_and_no_persons_met(friday, sign_in):
    admin = make_person("Adam Admin", None, Role.ADMINISTRATOR)
    client = sign_in(admin)
    assert client.get("/organisationer/").status_code == 200
    assert actor_for(admin).organisations == frozenset()
