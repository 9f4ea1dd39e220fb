"""What isn't published is seen by nobody but the coordinator; what is, by those it was published for."""

import pytest

from sluss.coalition.selectors import actor_for
from sluss.statistics.models import (
    OUT,
    RELEASE_STATES,
    Audience,
    EarlierTotal,
    Perspective,
    PublishedFile,
    Release,
    ReleaseState,
    ReleaseTable,
)
from sluss.trust.actor import PUBLIC, Actor, Role
from tests.conftest import make_organisation, make_person, make_round

READS = {
    "public": {Audience.PUBLIC},
    Role.AUTHORITY: {Audience.PUBLIC, Audience.AUTHORITIES},
    Role.REPORTER: {Audience.PUBLIC, Audience.AUTHORITIES, Audience.MEMBERS},
    Role.LEAD: {Audience.PUBLIC, Audience.AUTHORITIES, Audience.MEMBERS},
    Role.BOARD: {Audience.PUBLIC, Audience.AUTHORITIES, Audience.MEMBERS},
    Role.AUDITOR: {Audience.PUBLIC, Audience.AUTHORITIES, Audience.MEMBERS},
    Role.ADMINISTRATOR: {Audience.PUBLIC, Audience.AUTHORITIES, Audience.MEMBERS},
}


@pytest.fixture
def everything(friday) -> None:
    """A release in each state, each with a table and a file for each audience."""
    perspective = Perspective.objects.create(slug="x", title={"sv": "x"})
    for year, state in enumerate(ReleaseState, start=2000):
        release = Release.objects.create(
            round=make_round(year), state=state, codebook_version="2017", organisations_reporting=1,
            organisations_expected=1, persons=9, rows_path="x", rows_sha256="x",
        )  # fmt: skip
        for audience in Audience:
            ReleaseTable.objects.create(
                release=release, perspective=perspective, slug=audience, audience=audience,
                definition={}, protected={},
            )  # fmt: skip
            PublishedFile.objects.create(
                release=release, name=audience, audience=audience, path="x", sha256="x"
            )


def actor_as(who) -> Actor:
    if who == "public":
        return PUBLIC
    own = make_organisation("Fyren") if who in {Role.REPORTER, Role.LEAD} else None
    return actor_for(make_person("Nils", own, who))


@pytest.mark.parametrize("who", READS)
def test_only_what_is_published_is_seen_and_only_by_its_readers(everything, who):
    actor = actor_as(who)
    assert {release.state for release in Release.objects.visible_to(actor)} == set(OUT)
    for kind in (ReleaseTable, PublishedFile):
        seen = {(row.release.state, row.audience) for row in kind.objects.visible_to(actor)}
        assert seen == {(state, audience) for state in OUT for audience in READS[who]}
    assert list(Perspective.objects.visible_to(actor)) == []


def test_the_coordinator_sees_all(everything):
    actor = actor_as(Role.COORDINATOR)
    assert Release.objects.visible_to(actor).count() == len(ReleaseState)
    assert ReleaseTable.objects.visible_to(actor).count() == len(ReleaseState) * len(Audience)
    assert PublishedFile.objects.visible_to(actor).count() == len(ReleaseState) * len(Audience)
    assert Perspective.objects.visible_to(actor).count() == 1


def test_earlier_totals_are_published_already(friday):
    EarlierTotal.objects.create(year=2012, measure="persons", count=35, source="Rapport")
    assert EarlierTotal.objects.visible_to(PUBLIC).count() == 1


def test_every_state_of_a_release_is_reached_by_a_verb():
    reached = {step.target for step in RELEASE_STATES.transitions} | {ReleaseState.FROZEN}
    assert reached == set(ReleaseState)
    assert {step.verb for step in RELEASE_STATES.transitions} == {
        "check",
        "find safe",
        "find broken",
        "give up checking",
        "choose codes",
        "publish",
        "restate",
    }
