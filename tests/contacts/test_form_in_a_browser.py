"""The contact form as a phone runs it: saved by itself, told when the connection is gone, nothing lost."""

import pytest
from playwright.sync_api import Page, expect

from sluss.coalition.selectors import actor_for
from sluss.contacts import services
from sluss.contacts.checking import points_of
from sluss.contacts.models import Contact
from tests.browser import check_accessible
from tests.contacts.persons import child_of, exploited, put

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def person(transactional_db, return_, rut) -> Contact:
    return put(rut, return_, exploited())[0]


@pytest.fixture
def enter(sign_in):
    """Give the browser the session of a person who has signed in."""

    def enter(page: Page, person) -> None:
        session = sign_in(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.base}])

    return enter


def go(page: Page, person: Contact, step: str) -> None:
    page.goto(f"{page.base}/insamling/person/{person.pk}/steg/{step}/")


def answers(person: Contact) -> dict:
    return Contact.objects.get(pk=person.pk).answers


def test_each_change_is_saved_as_it_is_made_and_said(person, phone, reporter, enter):
    enter(phone, reporter)
    go(phone, person, "person")
    phone.get_by_label("Man eller pojke").check()
    expect(phone.locator("#saved")).to_have_text("Sparat nyss")
    assert answers(person)["sex"] == "male"


def test_a_question_called_for_is_shown_at_once_and_goes_again(person, phone, reporter, enter):
    enter(phone, reporter)
    go(phone, person, "meeting")
    referred_by = phone.locator("#q-referred_by")
    expect(referred_by).to_be_hidden()
    phone.locator("[name=channel]").select_option("authority")
    expect(referred_by).to_be_visible()
    phone.locator("[name=channel]").select_option("phone")
    expect(referred_by).to_be_hidden()


def test_a_lost_connection_is_said_and_what_was_chosen_is_saved_when_it_is_back(
    person, phone, reporter, enter
):
    enter(phone, reporter)
    go(phone, person, "person")
    phone.context.set_offline(True)
    phone.get_by_label("Man eller pojke").check()
    expect(phone.locator("#saved")).to_contain_text("Ingen uppkoppling.")
    expect(phone.get_by_label("Man eller pojke")).to_be_checked()
    assert answers(person)["sex"] == "female"
    phone.context.set_offline(False)
    expect(phone.locator("#saved")).to_have_text("Sparat nyss", timeout=10_000)
    assert answers(person)["sex"] == "male"


def test_no_answer_is_kept_in_the_browser(person, phone, reporter, enter):
    enter(phone, reporter)
    go(phone, person, "person")
    phone.get_by_label("Man eller pojke").check()
    expect(phone.locator("#saved")).to_have_text("Sparat nyss")
    kept = phone.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert kept in ([], [f"/insamling/person/{person.pk}/steg/person/"])  # htmx notes the address


def test_what_cannot_be_right_is_said_beside_the_place_while_writing(person, phone, reporter, enter):
    enter(phone, reporter)
    go(phone, person, "meeting")
    phone.locator("[name=first_contact]").fill("2017-05")
    expect(phone.locator("#error-first_contact")).to_contain_text("ligger framåt i tiden")
    phone.locator("[name=first_contact]").fill("2016-05")
    expect(phone.locator("#error-first_contact")).to_be_hidden()
    expect(phone.locator("#saved")).to_have_text("Sparat nyss")
    assert answers(person)["first_contact"] == "2016-05"


def test_a_colleagues_save_in_between_is_said(person, phone, reporter, colleague, enter):
    enter(phone, reporter)
    go(phone, person, "person")
    person.refresh_from_db()
    services.save_answers(
        actor_for(colleague),
        person,
        "person",
        {"sex": "female", "age": "age_30_38", "citizenship": ["RO"]},
        version=person.version,
    )
    phone.get_by_label("Man eller pojke").check()
    expect(phone.locator("#saved")).to_contain_text("Någon annan har ändrat personen")
    phone.get_by_role("button", name="Fortsätt").click()
    expect(phone.locator("#q-age")).to_contain_text("Din kollega svarade: 30–38 år")


def test_signed_out_in_mid_form_keeps_what_is_chosen_on_the_page(person, phone, reporter, enter):
    enter(phone, reporter)
    go(phone, person, "person")
    phone.context.clear_cookies(name="sessionid")
    phone.get_by_label("Man eller pojke").check()
    expect(phone.locator("#saved")).to_contain_text("Du har blivit utloggad.")
    enter(phone, reporter)
    expect(phone.locator("#saved")).to_have_text("Sparat nyss", timeout=10_000)
    assert answers(person)["sex"] == "male"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_collecting_is_for_everybody(
    transactional_db, return_, rut, saga, reporter, coordinator, phone, desktop, enter, language
):
    """axe-core finds nothing, light and dark, with a question open and a person to mend."""
    put(rut, return_, exploited(), child_of(0), exploited(first_contact="2015-02"))
    for page, person in ((phone, reporter), (desktop, coordinator)):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.base}])
        enter(page, person)
    first = return_.contacts.first()
    own = ["", "ny-person/"]
    person_pages = ["", "ta-bort/"] + [f"steg/{s}/" for s in ("meeting", "person", "exploitation", "support")]
    for address in own:
        phone.goto(f"{phone.base}/insamling/inrapportering/{return_.pk}/{address}")
        check_accessible(phone)
    for address in person_pages:
        phone.goto(f"{phone.base}/insamling/person/{first.pk}/{address}")
        check_accessible(phone)
    for point in points_of(return_):
        Contact.objects.filter(pk=point.contact.pk).update(
            reasons={**point.contact.reasons, point.finding.rule_code: "checked"}
        )
    services.submit_return(rut, return_)
    phone.goto(f"{phone.base}/insamling/inrapportering/{return_.pk}/siffror/")
    check_accessible(phone)
    services.query_return(saga, return_, "Stämmer det?", contact=first, variable="police_report")
    phone.goto(f"{phone.base}/insamling/inrapportering/{return_.pk}/")
    check_accessible(phone)
    review = f"/insamling/inrapportering/{return_.pk}/"
    for address in (
        "/insamling/",
        "/insamling/ny/",
        f"/insamling/{return_.round_id}/",
        f"{review}granska/",
        f"{review}fraga/?person=1&variable=sex",
        f"{review}oppna/",
        "/insamling/kodbok/",
    ):
        desktop.goto(f"{desktop.base}{address}")
        check_accessible(desktop)
