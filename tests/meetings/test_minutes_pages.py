"""Pages of the minutes: written, compared, sent out, read by whom they concern."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from sluss.coalition.models import (
    Audience,
    ContactPerson,
    Group,
    GroupKind,
    HeldContactRole,
    Seat,
    SeatRole,
)
from sluss.coalition.selectors import actor_for
from sluss.meetings.models import MeetingState, Minutes
from sluss.meetings.services.inviting import invite_people
from sluss.meetings.services.minutes import open_minutes, publish, reopen_minutes, save_minutes
from sluss.trust import clock, search
from sluss.trust.actor import Actor, Role
from sluss.trust.models import Letter
from tests.conftest import make_person
from tests.meetings.conftest import invite, make_meeting


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


@pytest.fixture
def minutes(held, saga) -> Minutes:
    return open_minutes(saga, held, text="Ett\nTvå\nTre")


def page(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_the_minutes_are_begun_with_one_press(held, coordinator, sign_in):
    client = sign_in(coordinator)
    assert "Börja på protokollet" in client.get(page("minutes", held.pk)).content.decode()
    answer = client.post(page("minutes_begin", held.pk))
    assert answer["Location"] == page("minutes_write", held.pk)
    assert Minutes.objects.get(meeting=held).version == 1


def test_the_second_secretary_sees_the_first_ones_change_before_saving(board, secretary, saga, sign_in):
    meeting = make_meeting(group=board)
    minutes = open_minutes(saga, meeting, text="Ett\nTvå\nTre")
    save_minutes(saga, minutes, text="Ett, av Saga\nTvå\nTre", based_on=1)
    client = sign_in(secretary)
    typed = {"text": "Ett\nTvå\nTre, av Stina", "based_on": 1}
    answer = client.post(page("minutes_write", meeting.pk), typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Saga Samordnare har ändrat protokollet under tiden" in shown
    assert re.findall(r"<ins>(.*?)</ins>", shown) == [", av Saga", ", av Stina"]
    together = answer.context["form"]["text"].value()
    assert together == "Ett, av Saga\nTvå\nTre, av Stina"
    again = client.post(page("minutes_write", meeting.pk), {"text": together, "based_on": 2})
    assert again.status_code == 302
    minutes.refresh_from_db()
    assert minutes.text == together


def test_a_text_that_wasnt_brought_in_can_be_read(board, secretary, coordinator, saga, sign_in):
    meeting = make_meeting(group=board)
    minutes = open_minutes(saga, meeting, text="Ett")
    save_minutes(saga, minutes, text="Ett, av Saga", based_on=1)
    sign_in(secretary).post(page("minutes_write", meeting.pk), {"text": "Mitt", "based_on": 1})
    client = sign_in(coordinator)
    assert "inte inlagt" in client.get(page("minutes", meeting.pk)).content.decode()
    shown = client.get(page("minutes_beside", minutes.beside.get().pk)).content.decode()
    assert "<ins>Mitt</ins>" in shown


def test_autosave_answers_with_the_new_version_or_says_who_was_first(minutes, coordinator, sign_in):
    client = sign_in(coordinator)
    url = page("minutes_autosave", minutes.meeting_id)
    first = client.post(url, {"text": "Nytt", "based_on": 1})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    second = client.post(url, {"text": "Annat", "based_on": 1})
    assert second.status_code == 409
    assert "Saga Samordnare" in second.json()["said"]
    assert minutes.beside.get().text == "Annat"


def test_looking_how_it_looks_saves_nothing_and_keeps_what_is_typed(minutes, coordinator, sign_in):
    typed = {"text": "## Rubrik\n\n**fet**", "based_on": 1}
    shown = sign_in(coordinator).post(page("minutes_preview", minutes.meeting_id), typed).content.decode()
    assert "<h3>Rubrik</h3>" in shown
    assert "<strong>fet</strong>" in shown
    assert "## Rubrik" in shown
    minutes.refresh_from_db()
    assert minutes.version == 1


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[klicka](javascript:alert(1))",
        "![x](https://spion.example/x.png)",
        "<img src=x onerror=alert(1)>",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
    ],
)
def test_nothing_in_the_minutes_can_run_or_call_out(minutes, saga, coordinator, sign_in, written):
    save_minutes(saga, minutes, text=written, based_on=1)
    article = re.search(
        r"<article.*</article>",
        sign_in(coordinator).get(page("minutes", minutes.meeting_id)).content.decode(),
        re.DOTALL,
    )
    assert article is not None
    assert re.findall(r"<(?:script|img)|<[^>]*\son\w+=|href=.javascript", article[0]) == []


def test_minutes_are_sent_as_a_link_to_who_was_invited_and_each_letter_is_on_the_page(
    minutes, held, coordinator, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    rut = make_person("Rut Medlem")
    invite(held, "Rut Medlem", person=rut, email=rut.email)
    invite(held, "Kim Gäst")
    invite(held, "Bo Utan", email="")
    client = sign_in(coordinator)
    assert "De som var inbjudna: 2" in client.get(page("minutes_send", held.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("minutes_send", held.pk), {"to": "invited"})
    assert {message.to[0] for message in mailoutbox} == {rut.email, "kim@gast.example"}
    assert all("Tre" not in message.body for message in mailoutbox)
    by_address = {message.to[0]: message.body for message in mailoutbox}
    assert page("minutes", held.pk) in by_address[rut.email]
    assert "/moten/las/" in by_address["kim@gast.example"]
    assert "kim@gast.example" in client.get(page("minutes", held.pk)).content.decode()


def test_a_guest_reads_the_minutes_by_the_link_and_only_what_was_sent(
    minutes, held, saga, client, mailoutbox, coordinator, sign_in, django_capture_on_commit_callbacks
):
    invitation = invite(held, "Kim Gäst")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(coordinator).post(page("minutes_send", held.pk), {"to": "invited"})
    link = re.search(r"/moten/las/\S+", mailoutbox[0].body)
    assert link is not None
    assert "Två" in client.get(link[0]).content.decode()
    assert client.get(link[0] + "x").status_code == 404
    invitation.withdrawn_at = invitation.made_at
    invitation.save()
    assert client.get(link[0]).status_code == 404


def test_corrected_minutes_are_sent_again_and_say_that_they_replace(
    minutes, held, saga, coordinator, sign_in, mailoutbox, django_capture_on_commit_callbacks
):
    invite(held, "Kim Gäst")
    client = sign_in(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("minutes_send", held.pk), {"to": "invited"})
        client.post(page("minutes_reopen", held.pk), {"reason": "Fel datum"})
        client.post(page("minutes_write", held.pk), {"text": "Rättat", "based_on": 1})
        client.post(page("minutes_send", held.pk), {"to": "invited"})
    assert ["ersätter" in message.body for message in mailoutbox] == [False, True]
    assert Letter.objects.filter(kind="meetings.notes").count() == 2


def test_members_read_the_minutes_once_they_are_sent_and_nothing_of_the_work_on_them(
    minutes, held, saga, lead, sign_in
):
    client = sign_in(lead)
    assert client.get(page("minutes", held.pk)).status_code == 404
    publish(saga, minutes)
    shown = client.get(page("minutes", held.pk)).content.decode()
    assert "Två" in shown
    assert "Tidigare versioner" not in shown
    for name in ("minutes_write", "minutes_send", "minutes_reopen"):
        assert client.get(page(name, held.pk)).status_code == 404
    assert client.get(page("minutes_version", held.pk, 1)).status_code == 404


def test_an_earlier_version_shows_what_was_changed_in_it(minutes, saga, coordinator, sign_in):
    save_minutes(saga, minutes, text="Ett\nTvå\nFyra", based_on=1)
    shown = sign_in(coordinator).get(page("minutes_version", minutes.meeting_id, 2)).content.decode()
    assert ("<del>Tre</del>" in shown, "<ins>Fyra</ins>" in shown) == (True, True)


def test_an_address_that_bounced_is_named_beside_the_minutes(
    minutes, held, coordinator, sign_in, django_capture_on_commit_callbacks
):
    invite(held, "Kim Gäst")
    client = sign_in(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("minutes_send", held.pk), {"to": "invited"})
    Letter.objects.update(bounced_at=clock.now(), bounce="5.1.1")
    shown = client.get(page("minutes", held.pk)).content.decode()
    assert "Brevet till kim@gast.example kom tillbaka" in shown


def test_search_finds_in_the_minutes_only_what_was_sent_out(minutes, saga, lead, actor):
    member = actor(lead)

    def found(who: Actor, word: str) -> list[str]:
        return [hit.url for part in search.find(who, word) for hit in part.hits]

    assert (found(member, "Tre"), found(saga, "Tre")) == ([], [page("minutes", minutes.meeting_id)])
    publish(saga, minutes)
    reopen_minutes(saga, minutes, reason="Rättelse")
    save_minutes(saga, minutes, text="Ett\nHemligt", based_on=1)
    assert found(member, "Tre") == [page("minutes", minutes.meeting_id)]
    assert (found(member, "Hemligt"), found(saga, "Hemligt")) == ([], [page("minutes", minutes.meeting_id)])


def test_who_leads_a_group_sees_no_address_of_a_protected_contact_that_is_invited(
    organisation, other_organisation, coordinator, sign_in, django_capture_on_commit_callbacks
):
    contact = ContactPerson.objects.create(
        organisation=other_organisation, name="Anna Skyddad", alias="Kontakt på Hamnen", protected=True,
        email="anna.skyddad@hamnen.example",
    )  # fmt: skip
    HeldContactRole.objects.create(contact=contact, role="delegate")
    group = Group.objects.create(name="Barn", kind=GroupKind.WORKING, starts=dt.date(2013, 1, 1))
    convener = make_person("Kia Kallar", organisation, Role.REPORTER)
    Seat.objects.create(group=group, person=convener, role=SeatRole.CONVENER, starts=dt.date(2013, 1, 1))
    kia = actor_for(convener)
    meeting = make_meeting(group=group, date=dt.date(2017, 3, 20), state=MeetingState.PLANNED)
    invited = invite_people(kia, meeting, audiences=[Audience.MEMBERS], addresses="", language="sv").new
    anna = next(one for one in invited if one.email == contact.email)
    minutes = open_minutes(kia, meeting, text="Ett")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(convener).post(page("minutes_send", meeting.pk), {"to": "invited"})
    pages = [page("invited", meeting.pk), page("invitation", anna.pk), page("minutes", meeting.pk)]
    for address in pages:
        shown = sign_in(convener).get(address)
        assert shown.status_code == 200
        assert "skyddad" not in shown.content.decode().lower(), address
    assert Letter.objects.about("meetings.notes", minutes.pk).filter(address=contact.email).count() == 1
    assert contact.email in sign_in(coordinator).get(pages[1]).content.decode()
