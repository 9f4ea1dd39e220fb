import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from sluss.coalition import services
from sluss.coalition.models import Affiliation, Appointment, Organisation
from sluss.coalition.selectors import actor_for, contacts_to_confirm, trail_of
from sluss.coalition.services.appointments import (
    AlreadyAppointed,
    DatesOutOfOrder,
    DaysPassed,
    LastAdministrator,
)
from sluss.coalition.services.colleagues import (
    AlreadyColleague,
    HoldsCoalitionRole,
    HoldsRoleElsewhere,
    NotTwoContacts,
    OwnRole,
)
from sluss.coalition.waiting import tell
from sluss.people.models import Person
from sluss.trust.actor import Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
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


def test_an_invitation_gives_no_power_over_another_organisations_people(
    lead, organisation, other_organisation, actor
):
    other = make_person("Omar Annan", other_organisation, Role.REPORTER)
    invited = services.invite_colleague(
        actor(lead), organisation, name="Omar", email=other.email, role=Role.REPORTER
    )
    with pytest.raises(HoldsRoleElsewhere):
        services.reset_colleagues_sign_in(actor(lead), invited, reason="Försök")
    with pytest.raises(HoldsRoleElsewhere):
        services.end_colleagues_sessions(actor(lead), invited, reason="Försök")
    other.refresh_from_db()
    assert other.has_usable_password()


def test_a_head_cannot_end_the_own_role_by_a_slip(lead, actor):
    with pytest.raises(OwnRole):
        services.end_affiliation(actor(lead), role_of(lead), reason="Råkade")
    assert actor_for(lead).leads == {role_of(lead).organisation_id}


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

    def test_days_that_have_passed_are_refused_beside_the_field(self, coordinator, lead, actor):
        with pytest.raises(DaysPassed) as refused:
            services.appoint_deputy(
                actor(coordinator), lead, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 9)
            )
        assert refused.value.field == "ends"

    def test_the_coordinator_ends_a_deputys_powers_on_the_page(self, coordinator, lead, actor, sign_in):
        deputy = services.appoint_deputy(
            actor(coordinator), lead, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 31)
        )
        address = f"/organisationer/uppdrag/{deputy.pk}/avsluta/"
        assert address in sign_in(coordinator).get("/organisationer/ersattare/").content.decode()
        sign_in(coordinator).post(address, {"reason": "Tillbaka tidigare"})
        assert not actor_for(lead).is_coordinator
        assert TrailEntry.objects.get(verb="end appointment").reason == "Tillbaka tidigare"

    def test_a_deputy_ends_nobodys_powers(self, coordinator, lead, actor, sign_in):
        services.appoint_deputy(
            actor(coordinator), lead, starts=dt.date(2017, 3, 1), ends=dt.date(2017, 3, 31)
        )
        regular = Appointment.objects.get(person=coordinator)
        assert sign_in(lead).get(f"/organisationer/uppdrag/{regular.pk}/avsluta/").status_code == 404

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


class TestTrail:
    @pytest.fixture
    def auditor(self, friday):
        return make_person("Greta Granskare", None, Role.AUDITOR)

    def test_it_is_read_in_words_and_names_things_by_number(self, auditor, lead, reporter, actor, sign_in):
        services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
        page = sign_in(auditor).get("/organisationer/logg/").content.decode()
        assert "avslutade en roll" in page
        assert f"Roll {role_of(reporter).pk} · Slutat" in " ".join(page.split())

    def test_it_is_narrowed_by_deed_person_and_day(self, auditor, lead, reporter, actor, stand_on):
        services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
        stand_on(dt.date(2017, 3, 12))
        services.mark_checked(actor(auditor), note="Inget")
        everything = {"verb": "", "person": None, "first": None, "last": None}

        def verbs(**wanted):
            return [entry.verb for entry in trail_of(actor(auditor), everything | wanted)]

        assert verbs() == ["check trail", "end role"]
        assert verbs(verb="end role") == ["end role"]
        assert verbs(person=auditor) == ["check trail"]
        assert verbs(last=dt.date(2017, 3, 11)) == ["end role"]
        assert verbs(first=dt.date(2017, 3, 12), last=dt.date(2017, 3, 12)) == ["check trail"]

    def test_a_head_reads_what_concerns_the_own_organisation_only(
        self, lead, other_organisation, actor, reporter
    ):
        other_lead = make_person("Olga Annan", other_organisation, Role.LEAD)
        services.invite_colleague(
            actor(other_lead), other_organisation, name="N", email="n@example.org", role=Role.REPORTER
        )
        services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
        assert [entry.verb for entry in trail_of(actor(lead), {})] == ["end role"]

    def test_an_empty_trail_is_not_marked_as_read(self, auditor, actor):
        with pytest.raises(WrongState):
            services.mark_checked(actor(auditor), note="Inget")

    def test_the_auditor_is_asked_to_read_it_again_after_a_month(
        self, auditor, lead, reporter, actor, stand_on
    ):
        titles = []
        services.end_affiliation(actor(lead), role_of(reporter), reason="Slutat")
        services.mark_checked(actor(auditor), note="Första")
        for day in (dt.date(2017, 4, 8), dt.date(2017, 4, 9)):
            stand_on(day)
            titles.append([str(item.title) for item in tell(actor(auditor))])
        assert [len(each) for each in titles] == [0, 1]


class TestReportingContacts:
    def test_who_is_reminded_is_chosen_and_asked_about_again_after_a_year(
        self, lead, reporter, organisation, actor, sign_in, stand_on
    ):
        second = role_of(make_person("Sven Andre", organisation, Role.REPORTER))
        assert contacts_to_confirm(actor(lead)) == [organisation]
        sign_in(lead).post(
            f"/organisationer/{organisation.pk}/kontakter/",
            {"first": role_of(reporter).pk, "second": second.pk},
        )
        places = Affiliation.objects.filter(reporting_contact__isnull=False).order_by("reporting_contact")
        assert [held.person.name for held in places] == [reporter.name, "Sven Andre"]
        assert contacts_to_confirm(actor(lead)) == []
        stand_on(dt.date(2018, 3, 11))
        assert contacts_to_confirm(actor(lead)) == [organisation]

    def test_a_new_first_contact_takes_the_place_of_the_old(self, lead, reporter, organisation, actor):
        held = role_of(reporter)
        services.confirm_contacts(actor(lead), organisation, first=held, second=None)
        new = services.invite_colleague(
            actor(lead),
            organisation,
            name="Ny",
            email="ny@example.org",
            role=Role.REPORTER,
            reporting_contact=1,
        )
        assert list(Affiliation.objects.filter(reporting_contact=1)) == [new]

    def test_the_same_person_twice_is_refused(self, lead, reporter, organisation, actor):
        held = role_of(reporter)
        with pytest.raises(NotTwoContacts):
            services.confirm_contacts(actor(lead), organisation, first=held, second=held)

    def test_another_organisations_reporter_is_refused(self, lead, organisation, other_organisation, actor):
        other = role_of(make_person("Omar Annan", other_organisation, Role.REPORTER))
        with pytest.raises(NotAllowed):
            services.confirm_contacts(actor(lead), organisation, first=other, second=None)


class TestAdministrator:
    @pytest.fixture
    def admin(self, friday):
        return make_person("Adam Admin", None, Role.ADMINISTRATOR)

    def test_sees_accounts_with_roles_and_who_lacks_a_second_factor(self, admin, reporter, sign_in):
        Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
        page = sign_in(admin).get("/organisationer/konton/").content.decode()
        assert "En person saknar en andra nyckel" in page
        assert "Rapportör, Fyrtornet" in page

    def test_sees_nobody_who_was_met(self, admin, sign_in):
        assert actor_for(admin).organisations == frozenset()
        assert sign_in(admin).get("/insamling/").status_code == 404

    def test_makes_a_member_and_invites_its_head(
        self, admin, sign_in, mailoutbox, django_capture_on_commit_callbacks
    ):
        client = sign_in(admin)
        client.post(
            "/organisationer/ny/", {"name": "Nya Fyren", "short_name": "Fyren", "starts": "2017-03-10"}
        )
        made = Organisation.objects.get(name="Nya Fyren")
        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                f"/organisationer/kollegor/{made.pk}/ny/",
                {"name": "Lo Ledare", "email": "lo@example.org", "role": "lead"},
            )
        assert actor_for(Person.objects.get(email="lo@example.org")).leads == {made.pk}
        assert [mail.to for mail in mailoutbox] == [["lo@example.org"]]

    def test_a_name_that_is_taken_is_refused_beside_the_field(self, admin, organisation, sign_in):
        answer = sign_in(admin).post(
            "/organisationer/ny/", {"name": "fyrtornet", "short_name": "F", "starts": "2017-03-10"}
        )
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["name"]

    def test_a_membership_ends_on_its_last_day(self, admin, organisation, actor):
        services.end_membership(actor(admin), organisation, ends=dt.date(2017, 3, 31), reason="Slut")
        members = [Organisation.objects.members_on(dt.date(2017, m, d)).count() for m, d in ((3, 31), (4, 1))]
        assert members == [1, 0]

    def test_helps_the_coordinator_after_a_lost_phone(self, admin, coordinator, sign_in):
        address = f"/organisationer/konton/{coordinator.pk}/ny-inloggning/"
        sign_in(admin).post(address, {"reason": "Tappad på tåget"})
        coordinator.refresh_from_db()
        assert not coordinator.has_usable_password()

    def test_the_last_administrator_stays(self, admin, actor):
        with pytest.raises(LastAdministrator):
            services.end_appointment(actor(admin), Appointment.objects.get(person=admin), reason="Slutar")

    def test_nobody_gets_the_same_role_twice(self, admin, coordinator, actor):
        with pytest.raises(AlreadyAppointed):
            services.appoint(
                actor(admin), name="Saga", email=coordinator.email, role=Role.COORDINATOR, ends=None
            )
