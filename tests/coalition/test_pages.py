"""The pages of the coalition itself, as a coordinator and a convener meet them; one walk in a browser."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from sluss.coalition import services
from sluss.coalition.models import Seat
from sluss.coalition.waiting import tell
from sluss.trust import search
from sluss.trust.actor import Role
from tests.browser import check_accessible
from tests.coalition.conftest import make_contact, make_group, make_party, make_seat
from tests.conftest import make_person


@pytest.fixture
def group(friday, reporter):
    """A group whose time was up on 1 March; Rut calls it together."""
    made = make_group("Barngruppen", ends=dt.date(2017, 3, 1), mandate="Kartlägg stödet")
    make_seat(made, reporter, "convener", starts=dt.date(2016, 9, 1))
    return made


def test_a_group_whose_time_is_up_waits_for_who_calls_it_together(group, reporter, lead, coordinator, actor):
    waiting = {
        who.name: [(item.title, item.detail) for item in tell(actor(who)) if item.title == group.name]
        for who in (reporter, lead, coordinator)
    }
    said = "Tiden gick ut 1 mars. Skriv slutanteckning eller förläng."
    assert waiting == {reporter.name: [("Barngruppen", said)], lead.name: [], coordinator.name: []}
    Seat.objects.all().delete()
    assert group.name in [item.title for item in tell(actor(coordinator))]


def test_the_convener_closes_the_group_on_its_page_with_a_final_note(group, reporter, sign_in):
    client = sign_in(reporter)
    assert "Skriv slutanteckning eller förläng" in client.get("/organisationer/grupper/").content.decode()
    address = f"/organisationer/grupper/{group.pk}/avsluta/"
    assert client.post(address, {"final_note": ""}).status_code == 422
    assert client.post(address, {"final_note": "Rapporten är klar."}).status_code == 302
    assert "Rapporten är klar." in client.get(f"/organisationer/grupper/{group.pk}/").content.decode()


def test_a_member_of_another_group_can_not_close_it(group, lead, sign_in):
    assert (
        sign_in(lead).post(f"/organisationer/grupper/{group.pk}/avsluta/", {"final_note": "x"}).status_code
        == 404
    )


def test_who_is_chosen_for_the_board_on_the_page_is_on_it(coordinator, lead, sign_in, actor):
    board = services.start_group(actor(coordinator), name="Styrelsen", kind="board")
    answer = sign_in(coordinator).post(
        f"/organisationer/grupper/{board.pk}/plats/",
        {"person": lead.pk, "role": "treasurer", "starts": "2017-03-10", "ends": "", "signatory": "on"},
    )
    assert answer.status_code == 302
    assert actor(lead).has(Role.BOARD)
    assert Seat.objects.get().signatory


def test_the_groups_ask_the_database_no_more_the_more_there_are(
    coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    make_seat(make_group("Första"), make_person("En Enda"))
    client.get("/organisationer/grupper/")
    with django_assert_max_num_queries(60) as few:
        client.get("/organisationer/grupper/")
    for number in range(8):
        make_seat(make_group(f"Grupp {number}"), make_person(f"Person {number}"))
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/organisationer/grupper/")


def test_searching_finds_organisations_groups_and_articles_within_what_one_may_see(
    group, coordinator, actor, lead
):
    saga = actor(coordinator)
    draft = services.draft_statutes(saga)
    services.write_articles(saga, draft, [("Kallelse", "Kallelsen går tre veckor före.")], edits=0)
    services.adopt_statutes(saga, draft, adopted_by="2016:3", valid_from=dt.date(2016, 3, 31))
    make_party("Sökande Kallelsehjälpen", "applicant")

    def found(who, words):
        return [hit.title for one in search.find(actor(who), words) for hit in one.hits]

    assert found(lead, "barngrupp") == ["Barngruppen"]
    assert found(lead, "kallelse") == ["§ 1 Kallelse"]
    assert found(coordinator, "kallelse") == ["Sökande Kallelsehjälpen", "§ 1 Kallelse"]
    guest = make_person("Gäst Gren", None, Role.AUTHORITY)
    assert found(guest, "fyrtornet") == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_statutes_are_written_proposed_and_compared_on_a_phone(
    phone, client, coordinator, sign_in, actor
):
    saga = actor(coordinator)
    first = services.draft_statutes(saga)
    services.write_articles(saga, first, [("Kallelse", "Kallelsen går tre veckor före årsmötet.")], edits=0)
    services.adopt_statutes(saga, first, adopted_by="2016:3", valid_from=dt.date(2016, 3, 31))
    key = sign_in(coordinator).cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": key, "url": phone.base}])

    phone.goto(f"{phone.base}/organisationer/stadgar/")
    phone.get_by_role("button", name="Börja på ett förslag till ändring").click()
    phone.get_by_label("Text").fill("Kallelsen går fyra veckor före årsmötet.")
    phone.get_by_role("button", name="Lägg till en paragraf").click()
    phone.locator("#heading-2").fill("Revision")
    phone.locator("#text-2").fill("Årsmötet väljer en revisor.")
    check_accessible(phone)
    phone.get_by_role("button", name="Spara", exact=True).click()
    phone.get_by_role("link", name="Vad skiljer sig från version 1?").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("2 paragrafer skiljer sig")
    assert phone.locator("main del").all_text_contents()[1:] == ["[borttaget: tre]"]
    check_accessible(phone)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_room_can_be_used_by_who_can_not_see(desktop, coordinator, sign_in, group, actor):
    saga = actor(coordinator)
    party = make_party("Länsstyrelsen", "authority", country="FI", number="1", address="Box 1")
    make_contact(party, "Lars Län", "press", phone="08-1", title="Handläggare")
    outside = services.give_representation(saga, body="EU-plattformen", person=coordinator)
    services.write_representation_note(saga, outside, text="Så gick det", audience="members")
    services.take_step(saga, "founders", done_on=dt.date(2017, 1, 1), note="Pärm 1")
    key = sign_in(coordinator).cookies["sessionid"].value
    desktop.context.add_cookies([{"name": "sessionid", "value": key, "url": desktop.base}])
    for address in (
        "?kind=", f"{party.pk}/", f"{party.pk}/kontakt/", f"grupper/{group.pk}/", f"uppdrag-utat/{outside.pk}/",
        "bildande/",
    ):  # fmt: skip
        desktop.goto(f"{desktop.base}/organisationer/{address}")
        check_accessible(desktop)
