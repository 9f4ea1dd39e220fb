"""Organisations of every kind, their contacts, memberships that begin, pause and end, and files of addresses."""

import datetime as dt
import io

import openpyxl
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluss.coalition import services
from sluss.coalition.models import ContactPerson, Membership, Organisation, OrganisationKind
from sluss.coalition.selectors import Standing, actor_for, contacts_of, parties, standing_of
from sluss.coalition.services.members import (
    EndsBeforeItBegan,
    InTheFuture,
    NameTaken,
    PauseOutOfOrder,
    PausesAlready,
)
from sluss.coalition.services.parties import NeedsAlias, NobodyToReach, NumberTaken, NumberWrong
from sluss.contacts import services as collecting
from sluss.trust.actor import Actor, Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.coalition.conftest import make_contact, make_member, make_party
from tests.conftest import FRIDAY, make_person

TAX_AGENCY = "202100-5448"


@pytest.fixture
def saga(coordinator, actor) -> Actor:
    return actor(coordinator)


@pytest.fixture
def member(friday) -> Organisation:
    return make_member("Ankaret")


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def standing(organisation: Organisation, actor: Actor) -> Standing:
    return standing_of(parties(actor).get(pk=organisation.pk))


def members(*days: dt.date) -> list[int]:
    return [Organisation.objects.members_on(day).count() for day in days]


class TestMembership:
    def test_from_application_to_member_with_the_decision_cited(self, saga):
        applicant = services.add_party(saga, name="Nya Fyren", short_name="Fyren", kind="applicant")
        application = services.apply_for_membership(saga, applicant, applied_on=dt.date(2017, 2, 20))
        assert standing(applicant, saga) == Standing.APPLYING
        services.approve_application(saga, application, decision="2017:6", starts=dt.date(2017, 4, 1))
        assert (fresh(applicant).kind, members(dt.date(2017, 3, 31), dt.date(2017, 4, 1))) == (
            "member",
            [0, 1],
        )
        assert Membership.objects.get(organisation=applicant).decision == "2017:6"
        with pytest.raises(WrongState):
            services.decline_application(saga, application, decision="2017:7")

    def test_a_declined_application_stays_in_the_history_and_can_be_made_again(
        self, saga, sign_in, coordinator
    ):
        friend = services.add_party(saga, name="Vännerna", short_name="Vännerna", kind="friend")
        application = services.apply_for_membership(saga, friend, applied_on=FRIDAY)
        services.decline_application(saga, application, decision="2017:8, styrelsen")
        assert fresh(friend).kind == OrganisationKind.FRIEND
        page = sign_in(coordinator).get(f"/organisationer/{friend.pk}/").content.decode()
        assert "Avslagen (2017:8, styrelsen)" in page
        services.apply_for_membership(saga, friend, applied_on=FRIDAY)

    def test_nobody_asks_twice_or_tomorrow_or_as_a_member(self, saga, member):
        applicant = make_party("Sökande", "applicant")
        services.apply_for_membership(saga, applicant, applied_on=FRIDAY)
        with pytest.raises(WrongState):
            services.apply_for_membership(saga, applicant, applied_on=FRIDAY)
        with pytest.raises(WrongState):
            services.apply_for_membership(saga, member, applied_on=FRIDAY)
        with pytest.raises(InTheFuture):
            services.apply_for_membership(saga, make_party("Annan"), applied_on=dt.date(2017, 3, 11))

    def test_a_member_that_pauses_is_not_one_of_the_n_on_those_days(self, saga, member):
        services.pause_membership(saga, member, starts=FRIDAY, ends=dt.date(2017, 6, 30), reason="Ombyggnad")
        days = (dt.date(2017, 3, 9), FRIDAY, dt.date(2017, 6, 30), dt.date(2017, 7, 1))
        assert members(*days) == [1, 0, 0, 1]
        assert standing(member, saga) == Standing.PAUSED
        services.pause_membership(saga, member, starts=dt.date(2018, 1, 1), ends=None, reason="Igen")
        with pytest.raises(PausesAlready):
            services.pause_membership(saga, member, starts=dt.date(2019, 1, 1), ends=None, reason="Mer")
        with pytest.raises(PauseOutOfOrder):
            services.pause_membership(saga, member, starts=FRIDAY, ends=dt.date(2017, 1, 1), reason="Bak")

    def test_a_pause_that_ends_early_lets_the_member_be_asked_from_today(self, saga, member):
        services.pause_membership(saga, member, starts=dt.date(2017, 1, 1), ends=None, reason="Vila")
        services.resume_membership(saga, member)
        assert members(dt.date(2017, 3, 9), FRIDAY) == [0, 1]
        services.pause_membership(saga, member, starts=FRIDAY, ends=None, reason="Råkade")
        services.resume_membership(saga, member)
        assert members(FRIDAY) == [1]

    def test_who_paused_the_whole_year_is_not_asked_in_its_round(self, saga, member):
        asked = make_member("Hamnen")
        services.pause_membership(
            saga, member, starts=dt.date(2016, 1, 1), ends=dt.date(2016, 12, 31), reason="Ombyggnad"
        )
        round_ = collecting.open_round(
            saga, name="2016", period_start=dt.date(2016, 1, 1), period_end=dt.date(2016, 12, 31),
            opens=dt.date(2017, 1, 15), due=dt.date(2017, 3, 31), locks=dt.date(2017, 4, 30),
            codebook_version="2017",
        )  # fmt: skip
        assert [owed.organisation for owed in round_.returns.all()] == [asked]

    def test_who_left_can_come_back_after_its_last_day(self, saga, member):
        services.end_membership(saga, member, ends=dt.date(2017, 3, 9))
        assert standing(member, saga) == Standing.LEFT
        application = services.apply_for_membership(saga, member, applied_on=FRIDAY)
        with pytest.raises(EndsBeforeItBegan):
            services.approve_application(saga, application, decision="2017:9", starts=dt.date(2017, 3, 9))
        services.approve_application(saga, application, decision="2017:9", starts=FRIDAY)
        assert members(dt.date(2017, 3, 9), FRIDAY) == [1, 1]

    def test_a_head_decides_on_no_membership(self, lead, organisation, actor):
        with pytest.raises(NotAllowed):
            services.pause_membership(actor(lead), organisation, starts=FRIDAY, ends=None, reason="Vila")


class TestWhatIsKnown:
    def test_a_swedish_number_is_checked_and_kept_in_one_form(self, saga):
        made = services.add_party(
            saga, name="Myndigheten", short_name="M", kind="authority", number="16202100 5448"
        )
        assert made.number == TAX_AGENCY
        with pytest.raises(NumberWrong) as refused:
            services.add_party(saga, name="Annan", short_name="A", kind="authority", number="202100-5449")
        assert refused.value.field == "number"
        with pytest.raises(NumberTaken):
            services.add_party(saga, name="Tredje", short_name="T", kind="authority", number=TAX_AGENCY)
        abroad = services.add_party(
            saga, name="Suomi", short_name="S", kind="partner", country="FI", number="1234567-8"
        )
        assert abroad.number == "1234567-8"

    def test_a_name_is_taken_whatever_its_case(self, saga, member):
        with pytest.raises(NameTaken):
            services.add_party(saga, name="ankaret", short_name="A", kind="friend")

    def test_a_head_changes_the_own_particulars_and_not_what_the_coordinator_says(
        self, lead, organisation, other_organisation, actor
    ):
        services.change_party(actor(lead), organisation, {"languages": "svenska"})
        for changed, known in (
            (organisation, {"kind": "friend"}),
            (other_organisation, {"languages": "finska"}),
        ):
            with pytest.raises(NotAllowed):
                services.change_party(actor(lead), changed, known)
        assert fresh(organisation).languages == "svenska"

    def test_a_protected_address_is_shown_to_coordinator_and_administrator_only(
        self, coordinator, lead, reporter, organisation, sign_in
    ):
        Organisation.objects.filter(pk=organisation.pk).update(
            address="Hemliga gatan 1", address_protected=True
        )
        address = f"/organisationer/{organisation.pk}/"
        admin = make_person("Adam Admin", None, Role.ADMINISTRATOR)
        board = make_person("Berit Bok", None, Role.BOARD)
        shown = {
            person.name: "Hemliga gatan" in sign_in(person).get(address).content.decode()
            for person in (coordinator, admin, board, lead, reporter)
        }
        assert [name for name, seen in shown.items() if seen] == [coordinator.name, admin.name]
        edit = sign_in(lead).get(f"{address}andra/").content.decode()
        assert "Hemliga gatan" not in edit

    def test_saving_a_form_without_the_protected_address_keeps_it(self, lead, organisation, sign_in):
        Organisation.objects.filter(pk=organisation.pk).update(
            address="Hemliga gatan 1", address_protected=True
        )
        sign_in(lead).post(
            f"/organisationer/{organisation.pk}/andra/",
            {"name": "Fyrtornet", "short_name": "Fyr", "country": "SE", "languages": "svenska"},
        )
        kept = fresh(organisation)
        assert (kept.short_name, kept.address, kept.address_protected) == ("Fyr", "Hemliga gatan 1", True)

    def test_who_asks_to_join_is_not_known_to_members_before_it_is_decided(self, saga, lead, sign_in):
        applicant = make_party("Nya Fyren", "applicant")
        services.apply_for_membership(saga, applicant, applied_on=FRIDAY)
        client = sign_in(lead)
        assert client.get(f"/organisationer/{applicant.pk}/").status_code == 404
        assert "Nya Fyren" not in client.get("/organisationer/?kind=").content.decode()

    def test_the_list_is_narrowed_by_kind_and_name(self, saga, member):
        make_party("Länsstyrelsen", "authority")
        make_party("Finlands plattform", "partner", country="FI")
        found = {
            (kind, sought): [one.name for one in parties(saga, kind, sought)]
            for kind, sought in (("", ""), ("authority", ""), ("", "plattform"), ("member", "läns"))
        }
        assert list(found.values()) == [
            ["Ankaret", "Finlands plattform", "Länsstyrelsen"], ["Länsstyrelsen"], ["Finlands plattform"], [],
        ]  # fmt: skip

    def test_a_number_with_a_wrong_digit_is_shown_beside_the_field_and_nothing_is_lost(
        self, coordinator, sign_in
    ):
        answer = sign_in(coordinator).post(
            "/organisationer/ny-organisation/",
            {"name": "Ny", "short_name": "N", "kind": "friend", "country": "SE", "number": "202100-5449"},
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Den sista siffran stämmer inte med de andra." in page
        assert 'value="202100-5449"' in page


class TestContacts:
    def test_members_see_name_and_title_and_the_coordinator_how_to_reach(
        self, saga, member, lead, coordinator, actor
    ):
        other = make_member("Hamnen")
        make_contact(other, "Kim Kontakt", "head", title="Chef", phone="08-1", email="kim@example.org")
        own = make_contact(lead.affiliations.get().organisation, "Egen Ek")
        [seen] = contacts_of(actor(lead), other)
        assert (seen.name, seen.title, seen.email, seen.phone) == ("Kim Kontakt", "Chef", "", "")
        [seen] = contacts_of(saga, other)
        assert (seen.email, seen.phone) == ("kim@example.org", "08-1")
        [seen] = contacts_of(actor(lead), own.organisation)
        assert seen.email == "egen.ek@example.org"

    def test_a_protected_person_is_an_alias_to_everybody_but_own_organisation_and_coordinator(
        self, saga, member, lead, actor
    ):
        other = make_member("Hamnen")
        make_contact(other, "Hemliga Hedda", title="Jurist", protected=True, alias="Juristen")
        board = actor_for(make_person("Berit Bok", None, Role.BOARD))
        own = actor_for(make_person("Olle Hamn", other, Role.REPORTER))
        names = [contacts_of(who, other)[0].name for who in (saga, own, board, actor(lead))]
        assert names == ["Hemliga Hedda", "Hemliga Hedda", "Juristen", "Juristen"]
        [seen] = contacts_of(board, other)
        assert (seen.title, seen.email) == ("", "")

    def test_a_contact_can_be_reached_and_a_protected_one_has_another_name(self, saga, member):
        with pytest.raises(NobodyToReach):
            services.add_contact(saga, member, name="Ingen", starts=FRIDAY)
        with pytest.raises(NeedsAlias):
            services.add_contact(
                saga, member, name="Hedda", email="h@example.org", protected=True, starts=FRIDAY
            )
        assert not ContactPerson.objects.exists()

    def test_a_head_keeps_the_own_contacts_only(self, lead, organisation, other_organisation, actor):
        head = actor(lead)
        contact = services.add_contact(
            head, organisation, name="Kim", email="KIM@example.org", roles=["press", "speaker"], starts=FRIDAY
        )
        assert (contact.email, [str(role) for role in contact.roles]) == (
            "kim@example.org",
            ["press", "speaker"],
        )
        with pytest.raises(NotAllowed):
            services.add_contact(head, other_organisation, name="Kim", email="k@example.org", starts=FRIDAY)
        services.end_contact(head, contact, reason="Slutat")
        assert contacts_of(head, organisation) == []

    def test_the_head_looks_once_a_year_whether_all_is_right(
        self, lead, reporter, organisation, sign_in, actor
    ):
        contact = make_contact(organisation, "Kim Kontakt")
        address = f"/organisationer/{organisation.pk}/kontakter/"
        client = sign_in(lead)
        assert "Kim Kontakt" in client.get(address).content.decode()
        held = reporter.affiliations.get()
        assert client.post(address, {"first": held.pk, "second": ""}).status_code == 302
        assert fresh(contact).confirmed_on == FRIDAY

    def test_where_nobody_reports_yet_the_contacts_are_confirmed_all_the_same(
        self, lead, organisation, sign_in
    ):
        contact = make_contact(organisation, "Kim Kontakt")
        assert sign_in(lead).post(f"/organisationer/{organisation.pk}/kontakter/", {}).status_code == 302
        assert fresh(contact).confirmed_on == FRIDAY


class TestFiles:
    @pytest.fixture
    def house(self, member) -> Organisation:
        """Contacts of a member with a protected address: an ordinary one, one like a formula, one protected."""
        Organisation.objects.filter(pk=member.pk).update(address="Hemliga gatan 1", address_protected=True)
        make_contact(member, "Åsa Öberg", "head", title="Chef", phone="+46 8 123", email="asa@example.org")
        make_contact(member, "=1+1", email="formel@example.org")
        make_contact(member, "Hemliga Hedda", protected=True, alias="Juristen", email="hedda@example.org")
        authority = make_party("Länsstyrelsen", "authority", address="Box 1\n111 11 Stockholm")
        make_contact(authority, "Lars Län", email="lars@example.org")
        return member

    def test_address_cards_hold_neither_protected_persons_nor_protected_addresses(
        self, house, coordinator, sign_in
    ):
        answer = sign_in(coordinator).post("/organisationer/kontakter.vcf", {"kind": ""})
        text = answer.content.decode()
        cards = list(vobject.readComponents(text))
        assert [card.fn.value for card in cards] == ["=1+1", "Åsa Öberg", "Lars Län"]
        assert [card.org.value for card in cards] == [["Ankaret"], ["Ankaret"], ["Länsstyrelsen"]]
        assert [hasattr(card, "adr") for card in cards] == [False, False, True]
        for hidden in ("Hedda", "hedda@", "Juristen", "Hemliga"):
            assert hidden not in text
        line = TrailEntry.objects.get(verb="take contacts out")
        assert (line.actor_id, line.detail) == (coordinator.pk, {"contacts": 3})

    def test_the_workbook_holds_text_only_and_nobody_protected(self, house, coordinator, sign_in):
        answer = sign_in(coordinator).post("/organisationer/kontakter.xlsx", {"kind": "member"})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [(row[0], row[2]) for row in rows] == [("Ankaret", "'=1+1"), ("Ankaret", "Åsa Öberg")]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        assert b"Hedda" not in answer.content
        assert [row[8] or "" for row in rows] == ["", ""]

    def test_a_member_takes_out_the_own_card_and_no_other(self, house, lead, sign_in, organisation):
        own = make_contact(organisation, "Egen Ek")
        client = sign_in(lead)
        assert client.post(f"/organisationer/kontakt/{own.pk}/kort/").status_code == 200
        others = ContactPerson.objects.exclude(pk=own.pk)
        answers = {client.post(f"/organisationer/kontakt/{one.pk}/kort/").status_code for one in others}
        assert answers == {404}
        assert client.post("/organisationer/kontakter.xlsx").status_code == 404

    def test_a_protected_persons_card_is_nobodys_to_take(self, house, coordinator, sign_in):
        hidden = ContactPerson.objects.get(protected=True)
        assert sign_in(coordinator).post(f"/organisationer/kontakt/{hidden.pk}/kort/").status_code == 404


def test_the_list_asks_the_database_no_more_the_longer_it_is(coordinator, sign_in):
    client = sign_in(coordinator)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/organisationer/?kind=").status_code == 200
        return len(asked)

    make_member("Första")
    client.get("/organisationer/")
    few = questions()
    for number in range(12):
        make_contact(make_member(f"Medlem {number}"), f"Kim {number}", "head")
    assert questions() == few
