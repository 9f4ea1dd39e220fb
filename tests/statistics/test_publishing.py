"""Only what is safe beside everything that is out is published; a later version replaces an earlier one."""

import pytest

from sluss.contacts.models import ReturnState, Round
from sluss.statistics import selectors, services
from sluss.statistics.models import EarlierTotal, Perspective, Release, ReleaseState, ReleaseTable
from sluss.statistics.protection import rule_of
from sluss.trust.actor import PUBLIC
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import accepted, children, frozen, persons
from veil import attack


@pytest.fixture
def few_tables(friday) -> None:
    """Three perspectives are enough here; each makes its own report."""
    services.ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=["personer", "offer-alder-kon", "kvartal"]).update(in_use=False)


@pytest.fixture
def release(saga, few_tables, check) -> Release:
    return check(frozen(saga))


def test_a_safe_release_is_published_with_its_documents(saga, release):
    release = services.publish(saga, release)
    assert release.state == ReleaseState.PUBLISHED
    assert [r.pk for r in selectors.published_releases(PUBLIC)] == [release.pk]
    assert {table.slug for table in selectors.tables_of(PUBLIC, release)} == {
        "personer",
        "offer-alder-kon",
        "kvartal",
    }
    assert [file.name for file in selectors.files_of(PUBLIC, release)] == [
        "datapackage-en.zip",
        "datapackage-sv.zip",
        "report-en.pdf",
        "report-sv.pdf",
    ]


def test_publishing_leaves_its_line_in_the_trail(saga, release):
    services.publish(saga, release)
    last = TrailEntry.objects.filter(kind="statistics.release", thing_id=release.pk).first()
    assert (last.verb, last.actor_name, last.detail) == (
        "publish",
        saga.name,
        {"from": "safe", "to": "published"},
    )


@pytest.mark.parametrize("state", [state for state in ReleaseState if state != ReleaseState.SAFE])
def test_only_a_release_that_passed_its_check_is_published(saga, release, state):
    Release.objects.filter(pk=release.pk).update(state=state)
    with pytest.raises(services.NotSafe):
        services.publish(saga, release)


def test_a_check_made_before_another_publication_must_be_made_again(saga, few_tables, check):
    """Two years are checked; when one is out, the check of the other says nothing about both together."""
    first, second = check(frozen(saga, 2014, seed=4)), check(frozen(saga, 2016, seed=6))
    services.publish(saga, first)
    with pytest.raises(services.CheckAgain):
        services.publish(saga, second)
    second.refresh_from_db()
    assert second.state == ReleaseState.SAFE
    second = check(second)
    assert services.publish(saga, second).state == ReleaseState.PUBLISHED


def test_a_total_entered_after_the_check_asks_for_a_new_check(saga, release):
    EarlierTotal.objects.create(year=2016, measure="persons", count=release.persons, source="Rapport")
    with pytest.raises(services.CheckAgain):
        services.publish(saga, release)


def test_rows_changed_after_the_check_are_not_published(saga, release, settings):
    from pathlib import Path

    from sluss.statistics.snapshots import SnapshotChanged

    (Path(settings.MEDIA_ROOT) / release.rows_path).unlink()
    with pytest.raises(SnapshotChanged):
        services.publish(saga, release)
    release.refresh_from_db()
    assert release.state == ReleaseState.SAFE


def test_when_the_documents_cannot_be_made_nothing_is_published(saga, release, monkeypatch):
    from sluss.statistics.faces import documents

    def fail(release: Release) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr(documents, "make_all", fail)
    with pytest.raises(OSError, match="no room"):
        services.publish(saga, release)
    release.refresh_from_db()
    assert (release.state, selectors.published_releases(PUBLIC)) == (ReleaseState.SAFE, [])


def test_while_the_documents_are_made_others_can_write(
    saga, few_tables, check, transactional_db, monkeypatch
):
    from django.db import connection

    from sluss.statistics.faces import documents

    release, make_all, within = check(frozen(saga)), documents.make_all, []

    def watched(release: Release) -> list:
        within.append(connection.in_atomic_block)
        return make_all(release)

    monkeypatch.setattr(documents, "make_all", watched)
    services.publish(saga, release)
    assert within == [False]


def test_documents_made_of_another_checks_tables_are_not_published(saga, release, check, monkeypatch):
    from sluss.statistics.faces import documents

    make_all = documents.make_all

    def overtaken(of: Release) -> list:
        made = make_all(of)
        check(release)
        return made

    monkeypatch.setattr(documents, "make_all", overtaken)
    with pytest.raises(services.CheckedMeanwhile):
        services.publish(saga, release)
    assert selectors.published_releases(PUBLIC) == []
    assert selectors.files_of(saga, release) == []


def test_a_reporter_cannot_publish(rut, release):
    with pytest.raises(NotAllowed):
        services.publish(rut, release)


def test_a_restated_release_stays_readable_and_points_to_the_newer(saga, release, check):
    first = services.publish(saga, release)
    accepted(first.round, make_organisation("Sen"), persons(30))
    second = check(services.freeze(saga, first.round))
    assert second.state == ReleaseState.SAFE
    second = services.publish(saga, second)
    first.refresh_from_db()
    assert (first.state, first.restated_by) == (ReleaseState.RESTATED, second)
    assert [r.pk for r in selectors.published_releases(PUBLIC)] == [second.pk]
    assert len(selectors.tables_of(PUBLIC, first)) == 3


def test_a_version_that_differs_by_a_few_persons_is_not_published_because_comparing_would_tell(
    saga, release, check
):
    first = services.publish(saga, release)
    accepted(first.round, make_organisation("Sen"), persons(2))
    second = check(services.freeze(saga, first.round))
    with pytest.raises(services.TellsByComparing):
        services.publish(saga, second)
    first.refresh_from_db()
    assert first.state == ReleaseState.PUBLISHED
    assert [r.pk for r in selectors.published_releases(PUBLIC)] == [first.pk]


def test_an_older_version_cannot_be_checked_or_published_any_more(saga, release):
    accepted(release.round, make_organisation("Sen"), persons(30))
    services.freeze(saga, release.round)
    with pytest.raises(services.Superseded):
        services.publish(saga, release)
    with pytest.raises(services.Superseded):
        services.start_check(saga, release)


def test_a_reopened_return_is_missing_from_the_next_version_until_it_is_accepted_again(saga, release):
    from sluss.contacts.models import Return

    reopened = Return.objects.filter(round=release.round).first()
    Return.objects.filter(pk=reopened.pk).update(state=ReturnState.DRAFT)
    accepted(release.round, make_organisation("Sen"), persons(30))
    second = services.freeze(saga, release.round)
    assert (second.organisations_reporting, second.organisations_expected) == (4, 5)


def test_everything_published_over_the_years_withstands_the_adversary_together(saga, few_tables, check):
    for year in (2014, 2015, 2016):
        services.publish(saga, check(frozen(saga, year, number=120, seed=year)))
    everything = [row.table for row in ReleaseTable.objects.all()]
    names = [f"{at}: {table.name}" for at, table in enumerate(everything)]
    from dataclasses import replace

    renamed = [
        replace(table, spec=replace(table.spec, name=name))
        for table, name in zip(everything, names, strict=True)
    ]
    assert attack(renamed, rule_of(Release.objects.first())).safe


def test_april_to_march_is_made_from_two_years_and_gives_no_quarter_away(saga, friday, check):
    """January to March 2016 holds 3 persons; the quarters of 2015 are out, so the April year could tell."""
    services.ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=["kvartal", "april-mars"]).update(in_use=False)
    everybody = Perspective.objects.get(slug="kvartal").filter
    Perspective.objects.filter(slug="april-mars").update(filter=everybody, dimensions=["role"])
    for year, early, late in ((2015, 30, 40), (2016, 3, 60)):
        met = [
            *persons(early, first_contact=f"{year}-02"),
            *persons(late, first_contact=f"{year}-08"),
            *children(6, first_contact=f"{year}-08"),
        ]
        accepted(make_round(year), make_organisation(f"Fyren {year}"), met)
    first, second = (services.freeze(saga, round_) for round_ in Round.objects.order_by("period_start"))
    services.publish(saga, check(first))
    second = check(second)
    assert second.state == ReleaseState.SAFE
    april = second.tables.get(slug="april-mars")
    assert april.definition["period"] == {"from": "2015-04", "to": "2016-03"}
    out = first.tables.get(slug="kvartal").table
    assert out[("Total", "2015-Q3")].count == 46  # all of April to December 2015
    assert april.table[("Total",)].count is None  # 49 would tell the 3
    assert april.table[("accompanying_child",)].count == 6


def test_quarters_add_up_to_the_year_that_is_published_beside_them(saga, release):
    quarters = release.tables.get(slug="kvartal").table
    assert quarters[("Total", "Total")].count == release.persons


@pytest.mark.parametrize(("number", "seed"), [(150, 0), (100, 20), (200, 10)])
def test_a_third_year_with_quarters_and_april_years_can_still_be_published(saga, friday, check, number, seed):
    services.ensure_standard_perspectives()
    wanted = ["personer", "kvartal", "april-mars", "barn-och-vuxna"]
    Perspective.objects.exclude(slug__in=wanted).update(in_use=False)
    for year in (2014, 2015, 2016):
        release = services.publish(saga, check(frozen(saga, year, number=number, seed=year + seed)))
        expected = len(wanted) - (year == 2014)  # the April year needs the year before
        assert release.tables.count() == expected
