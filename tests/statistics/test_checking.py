"""A release is counted, protected with all that is out, and attacked, before anybody reads it."""

import pytest

from sluss.statistics import ledger, services
from sluss.statistics.models import EarlierTotal, Perspective, Release, ReleaseState
from sluss.statistics.protection import rule_of
from sluss.statistics.rules import Measure
from sluss.statistics.services import checking
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import accepted, children, frozen, persons
from veil import TOTAL, attack


@pytest.fixture
def release(saga, friday) -> Release:
    return frozen(saga)


def use_only(*slugs: str) -> None:
    Perspective.objects.exclude(slug__in=slugs).update(in_use=False)


def cells(release: Release, slug: str) -> dict:
    return {codes: cell.count for codes, cell in release.tables.get(slug=slug).table.cells.items()}


def test_a_check_ends_safe_with_a_protected_table_for_each_perspective(release, check):
    release = check(release)
    assert release.state == ReleaseState.SAFE
    in_use = set(Perspective.objects.filter(in_use=True).values_list("slug", flat=True))
    made = set(release.tables.values_list("slug", flat=True))
    assert in_use - made == {"april-mars"}  # nothing is published of the year before
    assert release.verdict["left_out"] == ["april-mars"]
    assert release.verdict["tables"] == len(made)


def test_no_stored_table_holds_a_small_count(release, check):
    release = check(release)
    shown = [cell.count for table in release.tables.all() for cell in table.table.cells.values()]
    assert min(count for count in shown if count) >= 5


def test_the_adversary_finds_nothing_in_what_is_stored(release, check):
    release = check(release)
    assert attack([row.table for row in release.tables.all()], rule_of(release)).safe


def test_the_headline_totals_stay_published(release, check):
    release = check(release)
    assert cells(release, "personer")[(TOTAL,)] == release.persons
    assert (
        cells(release, "offer-alder-kon")[(TOTAL, TOTAL)] == release.manifest["counts"]["potential_victims"]
    )


def test_without_hiding_more_the_same_release_would_be_broken(release, check):
    """The check can fail: hiding the small counts alone gives some of them away."""
    from dataclasses import replace

    from sluss.statistics.protection import protect_perspectives
    from veil import Cell, ProtectedTable

    use_only("barn-och-vuxna", "offer-alder-kon")
    outcome = protect_perspectives(release, Perspective.objects.filter(in_use=True))
    naive = [
        ProtectedTable.from_cells(
            one.table.spec,
            one.table.variables,
            {
                codes: Cell(None, "primary") if 0 < count < 5 else Cell(count, "published")
                for codes, count in one.table.cells.items()
            },
            one.table.population,
        )
        for one in outcome.counted
    ]
    assert not attack(naive, rule_of(release)).safe
    assert replace(outcome, protected=()).safe is False


def test_a_table_for_members_only_is_protected_with_the_public_ones(saga, check, friday):
    """4 men: hidden for members too, or a member would tell the public what is missing from its table."""
    round_ = make_round(2016)
    accepted(round_, make_organisation("Fyren"), [*persons(40), *persons(9, sex="male")])
    accepted(round_, make_organisation("Kajen"), [*persons(12), *children(8)])
    release = services.freeze(saga, round_)
    use_only("barn-och-vuxna", "polisanmalan")
    Perspective.objects.filter(slug="polisanmalan").update(audience="members")
    release = check(release)
    assert release.state == ReleaseState.SAFE
    assert attack([row.table for row in release.tables.all()], rule_of(release)).safe


def test_rows_changed_on_disk_are_never_counted(release, check, settings):
    from pathlib import Path

    path = Path(settings.MEDIA_ROOT) / release.rows_path
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x")
    release = check(release)
    assert release.state == ReleaseState.FROZEN
    assert release.verdict["gave_up"] is True
    assert release.tables.count() == 0


def test_a_perspective_that_cannot_be_counted_is_named_as_the_reason(release, check):
    Perspective.objects.filter(slug="lan").update(dimensions=["shoe_size"])
    release = check(release)
    assert release.state == ReleaseState.FROZEN
    assert "shoe_size" in release.verdict["reason"]


def test_a_check_that_is_stopped_changes_nothing_when_it_ends_later(saga, release):
    release = services.start_check(saga, release)
    services.stop_check(saga, release)
    checking.run_check(release, release.progress["run"])
    release.refresh_from_db()
    assert (release.state, release.tables.count(), release.verdict) == (ReleaseState.FROZEN, 0, {})


def test_an_older_run_that_ends_late_changes_nothing(saga, release):
    first = services.start_check(saga, release)
    services.stop_check(saga, release)
    second = services.start_check(saga, release)
    checking.run_check(first, first.progress["run"])
    release.refresh_from_db()
    assert (release.state, release.tables.count()) == (ReleaseState.CHECKING, 0)
    checking.run_check(second, second.progress["run"])
    release.refresh_from_db()
    assert release.state == ReleaseState.SAFE


def test_two_checks_at_once_are_refused(saga, release):
    services.start_check(saga, release)
    with pytest.raises(WrongState):
        services.start_check(saga, release)


def test_a_reporter_cannot_check(rut, release):
    with pytest.raises(NotAllowed):
        services.start_check(rut, release)


def test_an_error_in_the_work_gives_the_check_up_and_is_not_swallowed(saga, release, monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise MemoryError

    monkeypatch.setattr(checking, "protect_perspectives", fail)
    release = services.start_check(saga, release)
    with pytest.raises(MemoryError):
        checking.run_check(release, release.progress["run"])
    release.refresh_from_db()
    assert (release.state, release.verdict) == (ReleaseState.FROZEN, {"gave_up": True, "reason": ""})


def test_progress_is_told_while_the_check_runs(saga, release, monkeypatch):
    seen = []
    tell = checking._tell
    monkeypatch.setattr(
        checking,
        "_tell",
        lambda release, run, step, done, of: (seen.append(step), tell(release, run, step, done, of)),
    )
    release = services.start_check(saga, release)
    checking.run_check(release, release.progress["run"])
    assert list(dict.fromkeys(seen)) == ["count", "protect", "attack"]
    release.refresh_from_db()
    assert release.progress["step"] == "attack"


def test_what_is_published_alone_can_make_a_release_impossible(saga, friday, check):
    """Published before Sluss: 63 persons and 60 potential victims. The other 3 follow, whatever is hidden."""
    round_ = make_round(2016)
    accepted(round_, make_organisation("Fyren"), [*persons(60), *children(3)])
    release = services.freeze(saga, round_)
    use_only("personer")
    for measure, count in ((Measure.PERSONS, 63), (Measure.POTENTIAL_VICTIMS, 60)):
        EarlierTotal.objects.create(year=2016, measure=measure, count=count, source="Rapport 2016")
    release = check(release)
    assert release.state == ReleaseState.BROKEN
    assert release.tables.count() == 0


def test_an_earlier_total_that_counts_other_persons_is_not_put_beside_the_release(saga, friday, check):
    round_ = make_round(2016)
    accepted(round_, make_organisation("Fyren"), [*persons(60), *children(3)])
    release = services.freeze(saga, round_)
    use_only("personer")
    EarlierTotal.objects.create(year=2016, measure=Measure.PERSONS, count=71, source="Rapport 2016")
    release = check(release)
    assert release.state == ReleaseState.SAFE


def test_the_ledgers_fingerprint_changes_with_what_is_published(friday):
    before = ledger.digest()
    EarlierTotal.objects.create(year=2012, measure=Measure.PERSONS, count=71, source="Rapport 2012")
    assert ledger.digest() != before


def test_what_one_organisation_alone_has_met_is_hidden_where_the_coordinator_asks_for_it(saga, friday, check):
    """All 9 men were met by Kajen: shown by default, hidden with the guard."""
    round_ = make_round(2016)
    accepted(round_, make_organisation("Fyren"), persons(30))
    accepted(round_, make_organisation("Kajen"), [*persons(12), *persons(9, sex="male")])
    accepted(round_, make_organisation("Bojen"), [*persons(11), *children(14)])
    release = services.freeze(saga, round_)
    use_only("polisanmalan")
    assert cells(check(release), "polisanmalan")[(TOTAL, "male")] == 9
    services.choose_levels(saga, release, {}, guard_organisations=True)
    assert cells(check(release), "polisanmalan")[(TOTAL, "male")] is None
