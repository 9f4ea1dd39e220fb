"""Accepted returns become the rows of a release, and nothing changes them afterwards."""

import json
from pathlib import Path

import pytest

from sluss.contacts.models import GroupCase, Return, ReturnState
from sluss.statistics import services, snapshots
from sluss.statistics.models import Release
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import accepted, children, persons


@pytest.fixture
def round_(friday):
    return make_round(2016)


@pytest.fixture
def fyren(round_):
    return accepted(round_, make_organisation("Fyren"), [*persons(7), *children(2)])


def rows_of(release: Release) -> list[dict]:
    return snapshots.read(release).to_pylist()


def test_only_accepted_returns_are_in_the_release(saga, round_, fyren):
    for state in (ReturnState.DRAFT, ReturnState.SUBMITTED, ReturnState.QUERIED, ReturnState.EXCUSED):
        other = accepted(round_, make_organisation(f"In {state}"), persons(3))
        Return.objects.filter(pk=other.pk).update(state=state)
    release = services.freeze(saga, round_)
    assert (release.persons, len(rows_of(release))) == (9, 9)
    assert (release.organisations_reporting, release.organisations_expected) == (1, 5)
    assert release.manifest["organisations"]["excused"] == 1


def test_a_return_where_nobody_was_met_counts_as_an_answer(saga, round_, fyren):
    accepted(round_, make_organisation("Stigen"), [])
    release = services.freeze(saga, round_)
    assert release.organisations_reporting == 2
    assert release.manifest["organisations"]["nil"] == 1


def test_who_may_not_be_counted_is_left_out(saga, round_, fyren):
    accepted(round_, make_organisation("Kajen"), persons(4), may_be_counted=False)
    release = services.freeze(saga, round_)
    assert (release.persons, release.manifest["left_out"]) == (9, 4)


def test_a_child_elsewhere_is_a_row_and_no_person_of_the_total(saga, round_, fyren):
    accepted(round_, make_organisation("Kajen"), children(3, role="child_elsewhere"))
    release = services.freeze(saga, round_)
    assert (release.persons, len(rows_of(release))) == (9, 12)
    assert release.manifest["counts"]["children_elsewhere"] == 3


def test_what_follows_from_the_answers_is_frozen_with_them(saga, round_, fyren):
    [adult] = {
        (row["age_class"], row["citizenship_group"], row["quarter"], row["group_case"])
        for row in rows_of(services.freeze(saga, round_))
        if row["role"] == "directly_exploited"
    }
    assert adult == ("adult", "third_country", "2016-Q2", "no")


def test_a_group_case_is_marked_in_the_rows(saga, round_, fyren):
    case = GroupCase.objects.create(round=round_, name="Bär")
    accepted(round_, make_organisation("Kajen"), persons(6), group_case=case)
    release = services.freeze(saga, round_)
    assert release.manifest["group_case"] == 6
    assert [row["group_case"] for row in rows_of(release)].count("yes") == 6


def test_accepted_returns_are_locked_and_the_trail_says_so(saga, round_, fyren):
    release = services.freeze(saga, round_)
    fyren.refresh_from_db()
    assert fyren.state == ReturnState.LOCKED
    verbs = list(TrailEntry.objects.filter(kind="statistics.release").values_list("verb", "thing_id"))
    assert verbs == [("freeze", release.pk)]


def test_neither_rows_nor_manifest_name_anybody(saga, round_, fyren):
    release = services.freeze(saga, round_)
    text = json.dumps(release.manifest) + json.dumps(rows_of(release)) + release.rows_path
    assert "Fyren" not in text
    assert {row["organisation"] for row in rows_of(release)}.isdisjoint({str(fyren.organisation_id)})


def test_rows_changed_after_freezing_are_refused(saga, round_, fyren, settings):
    release = services.freeze(saga, round_)
    path = Path(settings.MEDIA_ROOT) / release.rows_path
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(snapshots.SnapshotChanged):
        snapshots.read(release)


def test_rows_that_are_gone_are_refused(saga, round_, fyren, settings):
    release = services.freeze(saga, round_)
    (Path(settings.MEDIA_ROOT) / release.rows_path).unlink()
    with pytest.raises(snapshots.SnapshotChanged):
        snapshots.read(release)


def test_frozen_files_are_closed_for_writing(saga, round_, fyren, settings):
    release = services.freeze(saga, round_)
    folder = (Path(settings.MEDIA_ROOT) / release.rows_path).parent
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {
        "rows.parquet": "0o444",
        "manifest.json": "0o444",
    }


def test_the_manifest_on_disk_is_the_one_kept_with_the_release(saga, round_, fyren, settings):
    release = services.freeze(saga, round_)
    written = json.loads(
        (Path(settings.MEDIA_ROOT) / release.rows_path).with_name("manifest.json").read_text()
    )
    assert written.pop("rows") == {"file": "rows.parquet", "count": 9, "sha256": release.rows_sha256}
    assert written == release.manifest


def test_a_round_without_accepted_returns_is_not_frozen(saga, round_):
    with pytest.raises(services.NothingToFreeze):
        services.freeze(saga, round_)


def test_freezing_again_without_anything_new_is_refused(saga, round_, fyren):
    services.freeze(saga, round_)
    with pytest.raises(services.NothingNew):
        services.freeze(saga, round_)


def test_a_late_return_makes_a_second_version_and_leaves_the_first_as_it_was(saga, round_, fyren):
    first = services.freeze(saga, round_)
    accepted(round_, make_organisation("Kajen"), persons(4))
    second = services.freeze(saga, round_)
    assert (second.version, second.restates, second.persons) == (2, first, 13)
    first.refresh_from_db()
    assert (first.version, first.persons, len(rows_of(first))) == (1, 9, 9)


def test_the_pseudonym_of_an_organisation_stays_over_versions(saga, round_, fyren):
    first = services.freeze(saga, round_)
    accepted(round_, make_organisation("Kajen"), persons(4))
    second = services.freeze(saga, round_)
    assert set(first.manifest["organisations"]["rows"]) < set(second.manifest["organisations"]["rows"])


def test_a_reporter_cannot_freeze(rut, round_, fyren):
    with pytest.raises(NotAllowed):
        services.freeze(rut, round_)
    assert Release.objects.count() == 0


def test_a_new_version_says_how_many_rows_have_changed(saga, round_, fyren):
    first = services.freeze(saga, round_)
    accepted(round_, make_organisation("Kajen"), persons(4))
    changed = fyren.contacts.first()
    changed.answers = {**changed.answers, "county": "12"}
    changed.save()
    second = services.freeze(saga, round_)
    assert first.manifest["changed_rows"] is None
    assert second.manifest["changed_rows"] == 4 + 2  # four new ones; one was and is
