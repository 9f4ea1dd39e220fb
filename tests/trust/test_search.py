"""Searching finds what one may see and nothing else."""

import pytest

from sluss.coalition.models import Group, Organisation
from sluss.coalition.selectors import actor_for
from sluss.trust import search
from sluss.trust.actor import PUBLIC
from tests.conftest import make_organisation


@pytest.fixture
def sources(monkeypatch):
    """Two kinds of things that can be found, in place of the rooms' own."""
    organisations = search.Source(
        "Organisations",
        rows=Organisation.objects.visible_to,
        fields=("name", "short_name"),
        title=str,
        url=lambda row: f"/organisationer/{row.pk}/",
    )
    groups = search.Source(
        "Groups",
        rows=Group.objects.visible_to,
        fields=("name", "mandate"),
        title=str,
        url=lambda row: f"/grupper/{row.pk}/",
        when=lambda row: row.starts,
    )
    monkeypatch.setattr(search, "_sources", [organisations, groups])


def titles(actor, sought):
    return [hit.title for kind in search.find(actor, sought) for hit in kind.hits]


@pytest.fixture
def group(friday):
    mandate = (
        "Gruppen svarar på remissen om bättre skydd. Ärendet rör kallelser till förhör och målsägandebiträde."
    )
    return Group.objects.create(name="Remissgruppen", mandate=mandate)


@pytest.mark.parametrize("sought", ["remissgruppen", "REMISS", "skydd ärendet", "målsäg", "ÄRENDET"])
def test_words_are_found_by_their_beginning_whatever_their_case(sources, coordinator, group, sought):
    assert titles(actor_for(coordinator), sought) == ["Remissgruppen"]


@pytest.mark.parametrize("sought", ["", "  ", "!?", "skydd gryning", "gruppen%"])
def test_what_is_not_there_is_not_found(sources, coordinator, group, sought):
    assert titles(actor_for(coordinator), sought) == (["Remissgruppen"] if sought == "gruppen%" else [])


def test_who_may_see_nothing_finds_nothing(sources, coordinator, group):
    make_organisation("Remissen")
    assert titles(PUBLIC, "remiss") == []
    assert titles(actor_for(coordinator), "remiss") == ["Remissen", "Remissgruppen"]


def test_the_words_around_what_was_found_are_shown(sources, coordinator, group):
    [kind] = search.find(actor_for(coordinator), "målsägandebiträde")
    assert "till förhör och målsägandebiträde" in kind.hits[0].excerpt


def test_the_words_around_are_shown_without_the_signs_of_markdown(sources, coordinator, friday):
    minutes = "## Närvarande\n\n- Anna\n- **Bertil**\n\n1. Mötet *öppnas* och [dagordningen](https://x.org) godkänns"
    Group.objects.create(name="Remissgruppen", mandate=minutes)
    [kind] = search.find(actor_for(coordinator), "öppnas")
    assert kind.hits[0].excerpt == "Närvarande · Anna · Bertil · Mötet öppnas och dagordningen godkänns"


def test_a_long_list_is_cut_and_says_so(sources, coordinator):
    for number in range(search.MOST + 1):
        Group.objects.create(name=f"Arbetsgrupp {number}")
    [kind] = search.find(actor_for(coordinator), "arbetsgrupp")
    assert (len(kind.hits), kind.more) == (search.MOST, True)


def test_what_is_sought_stands_in_no_address(sign_in, coordinator, group):
    client = sign_in(coordinator)
    assert client.get("/sok/", {"sought": "Remissgruppen"}).context["found"] == []
    page = client.post("/sok/", {"sought": "Remissgruppen"})
    assert page.status_code == 200
    assert "Remissgruppen" in page.content.decode()
