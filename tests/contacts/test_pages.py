"""The pages of collecting, as each sees them."""

import re
from uuid import uuid4

import pytest

from sluss.contacts import services
from sluss.contacts.models import Contact, Return, ReturnState
from sluss.trust.actor import Role
from tests.conftest import make_person
from tests.contacts.persons import EXPLOITED, child_of, exploited, put


def text(answer) -> str:
    """What is read on a page: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def person(return_, rut) -> Contact:
    return put(rut, return_, exploited())[0]


@pytest.fixture
def page(reporter, sign_in):
    return sign_in(reporter)


def posted(contact: Contact, **fields):
    contact.refresh_from_db()
    return {"version": contact.version, "page": str(uuid4()), **fields}


ADDRESSES_OF_A_RETURN = [
    "",
    "ny-person/",
    "siffror/",
    "siffror-sv.pdf",
]


@pytest.mark.parametrize("address", ADDRESSES_OF_A_RETURN)
def test_a_return_of_another_organisation_guessed_by_its_number_does_not_exist(
    return_, stranger, sign_in, address
):
    assert sign_in(stranger).get(f"/insamling/inrapportering/{return_.pk}/{address}").status_code == 404


@pytest.mark.parametrize("verb", ["lamna-in/", "ingen/", "ta-tillbaka/", "paminn-senare/", "ny-person/"])
def test_nothing_is_done_to_another_organisations_return(return_, stranger, sign_in, verb):
    assert sign_in(stranger).post(f"/insamling/inrapportering/{return_.pk}/{verb}").status_code == 404
    return_.refresh_from_db()
    assert return_.state == ReturnState.NOT_STARTED


@pytest.mark.parametrize("address", ["", "ta-bort/", "steg/person/"])
@pytest.mark.parametrize("who", ["stranger", "coordinator", "board_member"])
def test_a_person_is_the_own_organisations_alone(person, request, sign_in, address, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(f"/insamling/person/{person.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["granska/", "fraga/", "oppna/", "undanta/"])
@pytest.mark.parametrize("who", ["reporter", "board_member"])
def test_the_coordinators_pages_are_the_coordinators(return_, request, sign_in, address, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(f"/insamling/inrapportering/{return_.pk}/{address}").status_code == 404


def test_the_board_member_sees_who_has_answered_and_no_values(
    return_, rut, board_member, coordinator, sign_in
):
    put(rut, return_, *[exploited() for _ in range(37)])
    services.submit_return(rut, return_)
    address = f"/insamling/{return_.round_id}/"
    assert "37" in text(sign_in(coordinator).get(address))
    seen = text(sign_in(board_member).get(address))
    assert "1 av 2 har svarat" in seen
    assert "Fyrtornet Inlämnad 10 mars" in seen
    assert "37" not in seen
    assert "Personer" not in seen


def test_a_reporter_sees_no_board(return_, page):
    assert page.get(f"/insamling/{return_.round_id}/").status_code == 404


def test_a_stranger_to_the_coalition_is_led_to_sign_in(return_, client):
    answer = client.get(f"/insamling/inrapportering/{return_.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/")


def test_a_single_open_return_is_gone_to_at_once(return_, page):
    answer = page.get("/insamling/")
    assert answer["Location"] == f"/insamling/inrapportering/{return_.pk}/"


def test_one_tap_on_a_role_begins_a_person_and_twice_the_same_makes_one(return_, page):
    token = uuid4()
    for _ in range(2):
        answer = page.post(
            f"/insamling/inrapportering/{return_.pk}/ny-person/",
            {"role": "directly_exploited", "token": token},
        )
    (contact,) = return_.contacts.all()
    assert answer["Location"] == f"/insamling/person/{contact.pk}/steg/meeting/"


def test_a_child_is_begun_from_the_page_of_its_person(person, page):
    answer = page.post(
        f"/insamling/inrapportering/{person.of_return_id}/ny-person/",
        {"role": "accompanying_child", "of": person.number, "token": uuid4()},
    )
    child = Contact.objects.get(role="accompanying_child")
    assert (child.belongs_to, answer["Location"]) == (person, f"/insamling/person/{child.pk}/steg/meeting/")


def test_going_on_saves_and_leads_to_the_next_step(person, page):
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/meeting/",
        posted(
            person, first_contact="2016-05", known_elsewhere="yes",
            shown=["first_contact", "county", "channel", "known_elsewhere"],
        ),
    )  # fmt: skip
    person.refresh_from_db()
    assert answer["Location"] == f"/insamling/person/{person.pk}/steg/person/"
    assert (person.answers["first_contact"], person.answers["known_elsewhere"]) == ("2016-05", "yes")
    assert person.answers["sex"] == EXPLOITED["sex"]


def test_a_question_called_for_by_an_answer_is_shown_before_the_next_step(person, page):
    """Without a script in the browser it wasn't on the page yet."""
    address = f"/insamling/person/{person.pk}/steg/meeting/"
    fields = {"first_contact": "2016-05", "channel": "authority"}
    shown = ["first_contact", "county", "channel", "known_elsewhere"]
    answer = page.post(address, posted(person, **fields, shown=shown))
    assert answer["Location"] == f"{address}#q-referred_by"
    answer = page.post(address, posted(person, **fields, shown=[*shown, "referred_by"]))
    assert answer["Location"] == f"/insamling/person/{person.pk}/steg/person/"


def test_what_cannot_be_right_is_said_beside_the_place_and_stays_as_typed(person, page):
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/meeting/", posted(person, first_contact="2017-05")
    )
    page_text = answer.content.decode()
    assert answer.status_code == 422
    assert '<p id="error-first_contact" class="error">”Första kontakten” ligger framåt i tiden.' in page_text
    assert 'name="first_contact" value="2017-05"' in page_text


def test_a_citizenship_is_found_by_writing_it(person, page):
    page.post(
        f"/insamling/person/{person.pk}/steg/person/",
        posted(person, sex="female", age="age_24_26", citizenship=["Albanien", "nigeria", ""]),
    )
    person.refresh_from_db()
    assert person.answers["citizenship"] == ["AL", "NG"]


def test_a_word_that_is_no_country_is_refused_and_stays_as_typed(person, page):
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/person/",
        posted(person, sex="male", age="age_24_26", citizenship=["Albanien", "Atlantis"]),
    )
    assert answer.status_code == 422
    assert "”Atlantis” finns inte i listan." in text(answer)
    assert 'value="Atlantis"' in answer.content.decode()
    person.refresh_from_db()
    assert (person.answers["sex"], person.answers["citizenship"]) == ("male", ["AL"])


def test_a_change_is_saved_as_it_is_made(person, page):
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/authorities/",
        posted(person, police_report="yes"),
        headers={"X-Saved-By": "page"},
    )
    person.refresh_from_db()
    assert answer.json() == {"version": person.version, "said": "Sparat nyss", "errors": {}}
    assert person.answers["police_report"] == "yes"


def test_a_change_that_cannot_be_right_is_told_and_the_rest_is_saved(person, page):
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/support/",
        posted(person, children="tre", closed=""),
        headers={"X-Saved-By": "page"},
    )
    assert list(answer.json()["errors"]) == ["children"]


def test_a_colleagues_newer_answers_are_shown_before_saving(person, page, colleague, actor):
    old = posted(person, sex="male", age="age_24_26", citizenship=["Rumänien"])
    services.save_answers(
        actor(colleague),
        person,
        "person",
        {"sex": "female", "age": "age_30_38", "citizenship": ["RO"]},
        version=person.version,
    )
    address = f"/insamling/person/{person.pk}/steg/person/"
    answer = page.post(address, old)
    assert answer.status_code == 409
    assert "Din kollega svarade: 30–38 år" in text(answer)
    assert 'value="male" checked' in answer.content.decode()
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode()).group(1)
    assert page.post(address, {**old, "version": version}).status_code == 302
    person.refresh_from_db()
    assert (person.answers["sex"], person.answers["age"]) == ("male", "age_24_26")


def test_a_round_that_closed_in_mid_form_keeps_what_is_typed_on_the_page(person, page, stand_on):
    stand_on(person.of_return.round.locks.replace(month=5, day=1))
    answer = page.post(
        f"/insamling/person/{person.pk}/steg/meeting/", posted(person, first_contact="2016-09")
    )
    assert answer.status_code == 409
    assert "Omgången är stängd. Det ni har skrivit finns kvar." in text(answer)
    assert 'value="2016-09"' in answer.content.decode()


def test_a_person_without_anything_left_says_so(person, page):
    assert "Person 16-1 är klar" in text(page.get(f"/insamling/person/{person.pk}/"))


def test_no_page_title_holds_an_answer_or_a_number_of_a_person(person, page):
    for address in ("", "steg/person/", "ta-bort/"):
        body = page.get(f"/insamling/person/{person.pk}/{address}").content.decode()
        assert "16-1" not in re.search(r"<title>(.*?)</title>", body, re.S).group(1)


def test_taking_a_person_away_asks_first_and_can_be_regretted(person, page):
    address = f"/insamling/person/{person.pk}/"
    assert page.get(f"{address}ta-bort/").status_code == 200
    assert person.of_return.contacts.count() == 1
    page.post(f"{address}ta-bort/")
    assert "Hämta tillbaka" in text(page.get(f"/insamling/inrapportering/{person.of_return_id}/"))
    page.post(f"{address}angra/")
    assert person.of_return.contacts.count() == 1


def test_what_is_left_is_listed_with_links_to_the_fields(return_, rut, page):
    put(rut, return_, services.NewContact("directly_exploited", {"first_contact": "2016-03"}, complete=False))
    answer = page.post(f"/insamling/inrapportering/{return_.pk}/lamna-in/")
    contact = return_.contacts.get()
    links = re.findall(rf'href="/insamling/person/{contact.pk}/(steg/\w+/#q-\w+)"', answer.content.decode())
    assert (answer.status_code, links) == (
        422,
        [
            "steg/person/#q-sex",
            "steg/person/#q-age",
            "steg/person/#q-citizenship",
            "steg/exploitation/#q-forms",
            "steg/authorities/#q-police_report",
        ],
    )


def test_we_met_nobody_is_one_click(return_, page):
    page.post(f"/insamling/inrapportering/{return_.pk}/ingen/")
    assert "Ni har svarat: ni träffade ingen" in text(page.get(f"/insamling/inrapportering/{return_.pk}/"))


def test_the_coordinator_reads_asks_and_accepts(return_, rut, page, coordinator, sign_in):
    put(rut, return_, exploited(), child_of(0))
    services.submit_return(rut, return_)
    saga = sign_in(coordinator)
    review = f"/insamling/inrapportering/{return_.pk}/granska/"
    assert "Fyrtornet har lämnat in 2 personer" in text(saga.get(review))
    ask = f"/insamling/inrapportering/{return_.pk}/fraga/"
    assert "Stämmer svaret på ”Polisanmälan”?" in text(saga.get(f"{ask}?person=1&variable=police_report"))
    saga.post(ask, {"person": 1, "variable": "police_report", "question": "Stämmer det?"})
    query = return_.queries.get()
    assert "Stämmer det?" in text(page.get(f"/insamling/inrapportering/{return_.pk}/"))
    page.post(f"/insamling/fraga/{query.pk}/svara/", {"outcome": "right"})
    saga.post(f"/insamling/inrapportering/{return_.pk}/godkann/")
    return_.refresh_from_db()
    assert return_.state == ReturnState.ACCEPTED


def test_a_draft_shows_the_coordinator_no_person(return_, rut, coordinator, sign_in):
    put(rut, return_, exploited())
    seen = text(sign_in(coordinator).get(f"/insamling/inrapportering/{return_.pk}/granska/"))
    assert "Fyrtornet har inte lämnat in än" in seen
    assert "24–26 år" not in seen


def test_the_coordinator_reminds_those_left_and_is_told_how_many_people_of_how_many(
    return_, organisation, rut, coordinator, sign_in
):
    make_person("Vera Vän", organisation, Role.REPORTER)
    answer = sign_in(coordinator).post(f"/insamling/{return_.round_id}/paminn/", follow=True)
    assert "Påminda: 2 personer i 1 organisation." in text(answer)


def test_the_coordinator_makes_a_round(friday, organisation, coordinator, sign_in):
    saga = sign_in(coordinator)
    form = saga.get("/insamling/ny/").context["form"]
    answer = saga.post("/insamling/ny/", {name: form.initial[name] for name in form.fields})
    made = Return.objects.get()
    assert (made.organisation, answer["Location"]) == (organisation, f"/insamling/{made.round_id}/")


def test_totals_are_a_range_and_stand_with_and_without_group_cases(return_, rut, saga, coordinator, sign_in):
    case = services.name_group_case(saga, return_.round, "Bär")
    persons = put(rut, return_, *[exploited(known_elsewhere="yes") for _ in range(3)], exploited())
    Contact.objects.filter(pk=persons[3].pk).update(group_case=case)
    services.submit_return(rut, return_)
    seen = text(sign_in(coordinator).get(f"/insamling/{return_.round_id}/"))
    assert "1–4. 3 är kända även av en annan medlem." in seen
    assert "Utan gruppärenden 3 (en hör till ett gruppärende)" in seen


def test_the_dictionary_is_read_by_members_and_downloaded(return_, page):
    assert "Vad vi frågar, och vad det betyder" in text(page.get("/insamling/kodbok/"))
    assert page.get("/insamling/kodbok.xlsx").content[:2] == b"PK"
    assert page.get("/insamling/kodbok.csv").content.decode("utf-8-sig").startswith("Kod,Namn,Fråga")
    assert page.get("/insamling/kodbok.pdf").status_code == 404
    assert page.get("/insamling/kodbok/?version=1999").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_speaks_the_language_chosen(return_, rut, page, coordinator, sign_in, language):
    put(rut, return_, exploited(), child_of(0))
    person = return_.contacts.first()
    page.cookies["django_language"] = language
    for address in (f"/insamling/inrapportering/{return_.pk}/", f"/insamling/person/{person.pk}/"):
        body = page.get(address).content.decode()
        assert f'<html lang="{language}"' in body
        assert ("Direkt utsatt" in body) is (language == "sv")


def test_the_room_of_the_collection_tells_that_nothing_is_collected_yet(lead, sign_in):
    page = sign_in(lead).get("/insamling/")
    assert page.status_code == 200
    assert "Inget samlas in än" in page.content.decode()
