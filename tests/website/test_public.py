import pytest


@pytest.mark.parametrize("address", ["/", "/tillganglighet/", "/delar/", "/healthz", "/konto/login/"])
def test_public_pages_open_without_an_account(client, db, address):
    assert client.get(address).status_code == 200


def test_the_line_for_professionals_is_never_offered_to_who_is_exposed(client, db):
    page = client.get("/").content.decode()
    exposed, _, professionals = page.partition("Om du möter utsatta i ditt arbete")
    assert "020-39 00 00" in professionals
    assert "020-39 00 00" not in exposed
    assert "112" in exposed


def test_the_front_page_counts_as_the_tables_do(client, db):
    """Nothing links a person whom two organisations met: the code book only asks whether somebody else knows her."""
    page = client.get("/").content.decode()
    assert "Den som två organisationer har mött kan vara räknad två gånger." in page
    assert "räknas en gång per år" not in page


def test_a_page_that_is_not_there_says_so_calmly_and_in_swedish(client, db):
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Den sidan finns inte" in answer.content.decode()


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(sign_in, reporter):
    assert sign_in(reporter).get("/hem/").headers["Cache-Control"] == "no-store"


def test_pages_load_nothing_from_elsewhere(client, db):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_form_sent_without_its_token_is_refused_with_words(reporter):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/konto/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "Sidan hade legat öppen för länge" in answer.content.decode()
