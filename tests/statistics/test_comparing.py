"""A reader lays versions and years side by side: what is out is judged as one system."""

import pytest

from sluss.contacts.models import Contact, Return, ReturnState, Round
from sluss.statistics import services
from sluss.statistics.models import Perspective, Release, ReleaseState
from sluss.statistics.protection import protect_perspectives, rule_of
from sluss.statistics.services.perspectives import ensure_standard_perspectives
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import accepted, children, frozen, persons
from veil import attack


@pytest.fixture
def publish(saga, check):
    def run(release: Release) -> Release:
        return services.publish(saga, check(release))

    return run


def use_only(*slugs: str) -> None:
    ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=slugs).update(in_use=False)


@pytest.fixture
def first(saga, friday, publish) -> Release:
    """180 persons, out: by role, possible victims by age and sex, quarters."""
    use_only("personer", "offer-alder-kon", "kvartal")
    return publish(frozen(saga))


def alter(release: Release, number: int, **answers: str) -> None:
    """So many directly exploited women of 21 to 23 turn out otherwise."""
    women = [
        contact
        for contact in Contact.objects.filter(of_return__round=release.round, role="directly_exploited")
        if contact.answers["sex"] == "female" and contact.answers["age"] == "age_21_23"
    ]
    assert len(women) >= number
    for contact in women[:number]:
        contact.answers = {**contact.answers, **answers}
        contact.save()
    Return.objects.filter(round=release.round).update(state=ReturnState.ACCEPTED)


def test_one_altered_row_is_told_by_comparing(saga, first, check):
    alter(first, 1, sex="male")
    second = check(services.freeze(saga, first.round))
    assert second.verdict["changed"] == 1
    assert second.state == ReleaseState.BROKEN
    with pytest.raises(services.TellsByComparing):
        services.publish(saga, second)


def test_three_rows_that_came_are_told_by_comparing(saga, first, check):
    accepted(first.round, make_organisation("Sen"), persons(3))
    second = check(services.freeze(saga, first.round))
    assert second.verdict["changed"] == 3
    with pytest.raises(services.TellsByComparing):
        services.publish(saga, second)


def test_forty_rows_that_came_together_are_published(saga, first, publish):
    accepted(first.round, make_organisation("Sen"), persons(40))
    second = publish(services.freeze(saga, first.round))
    assert (second.verdict["changed"], second.state) == (40, ReleaseState.PUBLISHED)


def test_two_more_men_among_forty_changed_rows_are_not_told_apart(saga, first, publish):
    """38 women and 2 men came; the reader can't know that no men went."""
    accepted(first.round, make_organisation("Sen"), [*persons(38), *persons(2, sex="male")])
    assert publish(services.freeze(saga, first.round)).state == ReleaseState.PUBLISHED


def test_a_row_altered_where_no_table_shows_it_changes_nothing_for_a_reader(saga, first, publish):
    alter(first, 1, county="25")
    second = publish(services.freeze(saga, first.round))
    assert second.manifest["changed_rows"] == 2
    assert second.verdict["changed"] == 0


def test_a_small_count_hidden_now_that_follows_from_the_version_before_is_found(saga, friday, check, publish):
    """Six men were published; two of them were women, so the four are hidden. Two rows changed: 4 to 6 men."""
    use_only("personer", "offer-alder-kon")
    round_ = make_round(2016)
    accepted(round_, make_organisation("Fyren"), [*persons(30), *persons(6, sex="male"), *children(9)])
    one = publish(services.freeze(saga, round_))
    assert one.tables.get(slug="offer-alder-kon").table[("Total", "male")].count == 6
    for contact in [c for c in Contact.objects.all() if c.answers["sex"] == "male"][:2]:
        contact.answers = {**contact.answers, "sex": "female"}
        contact.save()
    Return.objects.filter(round=round_).update(state=ReturnState.ACCEPTED)
    two = check(services.freeze(saga, round_))
    assert two.state == ReleaseState.BROKEN
    assert two.tables.count() == 0


def test_the_same_year_cut_another_way_later_gives_nothing_away(saga, friday, publish):
    """A table of the year that is out is asked for with finer codes: protected beside what is out."""
    use_only("personer", "offer-alder-kon")
    out = publish(frozen(saga))
    finer = Perspective(
        slug="finare",
        title={"sv": "x", "en": "x"},
        dimensions=["age", "county"],
        filter={"role": ["directly_exploited"]},
    )
    outcome = protect_perspectives(out, [finer])
    assert outcome.safe
    together = [*outcome.protected, *(row.table for row in out.tables.all())]
    assert attack(together, rule_of(out)).safe


def test_a_complement_asked_for_later_gives_nothing_away(saga, friday, publish):
    """All persons and the children are out; a table of everybody else would tell both by subtraction."""
    use_only("personer", "barn-och-vuxna")
    out = publish(frozen(saga))
    adults = Perspective(
        slug="ovriga",
        title={"sv": "x", "en": "x"},
        dimensions=["county"],
        filter={"role": ["directly_exploited", "sibling", "partner_or_relative"]},
    )
    outcome = protect_perspectives(out, [adults])
    assert outcome.safe
    together = [*outcome.protected, *(row.table for row in out.tables.all())]
    assert attack(together, rule_of(out)).safe


def april_years(saga, publish) -> tuple[Release, Release]:
    """Two years with quarters by role and April-to-March by role; all of it out."""
    use_only("kvartal", "april-mars")
    everybody = Perspective.objects.get(slug="kvartal").filter
    Perspective.objects.filter(slug="april-mars").update(filter=everybody, dimensions=["role"])
    for year in (2015, 2016):
        met = [
            *persons(30, first_contact=f"{year}-02"),
            *persons(40, first_contact=f"{year}-08"),
            *children(12, first_contact=f"{year}-02"),
            *children(16, first_contact=f"{year}-08"),
        ]
        accepted(make_round(year), make_organisation(f"Fyren {year}"), met)
    one, two = (publish(services.freeze(saga, round_)) for round_ in Round.objects.order_by("period_start"))
    return one, two


def test_april_years_hang_together_with_the_restated_calendar_year(saga, friday, publish, check):
    """Two late rows of January 2016: the year alone hides them as little as the April year beside it."""
    _, two = april_years(saga, publish)
    assert two.tables.get(slug="april-mars").definition["editions"] == ["2015.1", "2016.1"]
    accepted(two.round, make_organisation("Sen"), persons(2, first_contact="2016-01"))
    again = check(services.freeze(saga, two.round))
    with pytest.raises(services.TellsByComparing):
        services.publish(saga, again)
    told = {tuple(finding["codes"]) for finding in again.verdict["told"]}
    assert any("2016-Q1" in code for codes in told for code in codes)


def test_both_years_of_an_april_year_can_be_restated_one_after_the_other(saga, friday, publish):
    one, two = april_years(saga, publish)
    accepted(one.round, make_organisation("Sen"), persons(20, first_contact="2015-08"))
    accepted(two.round, make_organisation("Senare"), persons(25, first_contact="2016-01"))
    publish(services.freeze(saga, one.round))
    last = publish(services.freeze(saga, two.round))
    april = last.tables.get(slug="april-mars")
    assert april.definition["editions"] == ["2015.2", "2016.2"]
    assert april.table[("Total",)].count == 40 + 16 + 20 + 30 + 12 + 25


def test_a_year_published_after_a_restated_one_stands_beside_the_newest_version(saga, friday, publish):
    _, two = april_years(saga, publish)
    accepted(two.round, make_organisation("Sen"), persons(20, first_contact="2016-08"))
    publish(services.freeze(saga, two.round))
    round_ = make_round(2017)
    accepted(
        round_,
        make_organisation("Fyren 2017"),
        [
            *persons(3, first_contact="2017-02"),
            *persons(50, first_contact="2017-08"),
            *children(9, first_contact="2017-08"),
        ],
    )
    last = publish(services.freeze(saga, round_))
    april = last.tables.get(slug="april-mars")
    assert april.definition["editions"] == ["2016.2", "2017.1"]
    assert april.table[("Total",)].count is None  # the quarters of 2016.2 are out: 79 would tell the 3


def test_without_the_rows_of_the_version_before_nobody_knows_what_comparing_tells(
    saga, first, check, settings
):
    from pathlib import Path

    (Path(settings.MEDIA_ROOT) / first.rows_path).unlink()
    accepted(first.round, make_organisation("Sen"), persons(30))
    second = check(services.freeze(saga, first.round))
    assert second.state == ReleaseState.FROZEN
    assert second.verdict["gave_up"]
    assert "version" in second.verdict["reason"]
