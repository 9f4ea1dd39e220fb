"""What the field has published for 2019, reproduced.

177 persons = 140 potential victims + 28 accompanying children
+ 5 siblings + 4 relatives or partners. Published: 177, 140, 28 and "siblings, relatives, partners: 9".

Sources: the coalition's own report for 2019 and the radio's account of it, as collected in the domain sheet.
"""

import pytest

from sluss.statistics import rules, services
from sluss.statistics.models import Perspective, Release, ReleaseState
from sluss.statistics.rules import Measure
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import DIRECT, accepted, children, persons
from veil import TOTAL

RELATIVE = {name: DIRECT[name] for name in ("first_contact", "county", "sex", "citizenship")} | {
    "age": "age_30_38"
}


@pytest.fixture
def release(saga, friday) -> Release:
    """Built to the published marginals: 90 % women, mostly 18–26, 12 children directly exploited."""
    victims = [
        *persons(12, age="age_15_17"),
        *persons(82, age="age_21_23"),
        *persons(32, age="age_30_38"),
        *persons(14, age="age_24_26", sex="male"),
    ]
    for at, victim in enumerate(victims):
        victim["police_report"] = "yes" if at % 2 else "no"
        victim["first_contact"] = f"2019-{at % 12 + 1:02}"
    others = [
        *children(28),
        *({**RELATIVE, "role": "sibling"} for _ in range(5)),
        *({**RELATIVE, "role": "partner_or_relative"} for _ in range(4)),
    ]
    everybody = [*victims, *({**other, "first_contact": "2019-06"} for other in others)]
    round_ = make_round(2019)
    for at in range(6):
        accepted(round_, make_organisation(f"Organisation {at + 1}"), everybody[at::6])
    return services.freeze(saga, round_)


@pytest.fixture
def published(saga, release, django_capture_on_commit_callbacks) -> Release:
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    release = Release.objects.get(pk=release.pk)
    assert release.state == ReleaseState.SAFE
    return services.publish(saga, release)


def by_role(release: Release, slug: str = "personer") -> dict[str, int | None]:
    return {codes[0]: cell.count for codes, cell in release.tables.get(slug=slug).table.cells.items()}


def test_before_protection_the_release_counts_what_was_counted_then(release):
    assert release.persons == 177
    assert release.manifest["counts"] == {
        Measure.PERSONS: 177,
        Measure.POTENTIAL_VICTIMS: 140,
        Measure.ACCOMPANYING_CHILDREN: 28,
        Measure.SIBLINGS: 5,
        Measure.PARTNERS_OR_RELATIVES: 4,
        Measure.CHILDREN_ELSEWHERE: 0,
    }


def test_the_published_table_says_177_140_28_and_9_together(published):
    assert by_role(published) == {
        TOTAL: 177,
        "directly_exploited": 140,
        "accompanying_child": 28,
        "relatives": 9,
    }


def test_the_published_report_shows_these_four_and_neither_5_nor_4(published):
    from io import BytesIO

    from pypdf import PdfReader

    from sluss.statistics.faces.documents import content_of

    text = "\n".join(
        page.extract_text()
        for page in PdfReader(BytesIO(content_of(published.files.get(name="report-sv.pdf")))).pages
    )
    assert {number: number in text.split() for number in ("177", "140", "28", "9")} == dict.fromkeys(
        ("177", "140", "28", "9"), True
    )
    roles = Perspective.objects.get(slug="personer").title["sv"]
    assert roles in text
    assert "Syskon, partner och andra anhöriga" in text
    assert "Syskon 5" not in " ".join(text.split())


def test_told_apart_5_and_4_cannot_both_stay_beside_the_totals(
    saga, release, django_capture_on_commit_callbacks
):
    """At the finest codes the 4 is hidden, and with it something else: neither 5 nor 4 follows."""
    Perspective.objects.filter(slug="personer").update(levels={})
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    release.refresh_from_db()
    assert release.state == ReleaseState.SAFE
    roles = by_role(release)
    assert roles[TOTAL] == 177
    assert (roles["sibling"], roles["partner_or_relative"]) == (None, None)


def test_the_coarser_code_can_be_taken_for_the_whole_release(
    saga, release, django_capture_on_commit_callbacks
):
    Perspective.objects.filter(slug="personer").update(levels={})
    services.choose_levels(saga, release, {"role": "kind"})
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    assert by_role(release)["relatives"] == 9


def test_the_multi_answer_rule_gives_the_worked_example():
    """Labour; sexual; other; nothing recorded; labour and sexual: 50, 50 and 25 % of the 4 who
    answered, 125 % together. Counting the fifth would give 40/40/20."""
    counted = rules.multi_answer(
        [["labour"], ["sexual"], ["other"], ["unknown"], ["labour", "sexual"]],
        options=["labour", "sexual", "other"],
        missing=["unknown"],
    )
    assert counted.persons == 4
    assert [counted.percent(option) for option in ("labour", "sexual", "other")] == [50, 50, 25]


def test_a_table_counts_several_answers_by_the_same_rule(saga, friday):
    from sluss.statistics import protection, tables

    round_ = make_round(2016)
    met = [
        person
        for forms in (["labour"], ["sexual"], ["other"], ["unknown"], ["labour", "sexual"])
        for person in persons(1, forms=forms)
    ]
    accepted(round_, make_organisation("Fyren"), met)
    edition = protection.edition_of(services.freeze(saga, round_))
    wanted = services.Definition(title={"sv": "Form"}, dimensions=["forms"]).unsaved("form")
    counted = tables.count(wanted, edition)
    assert counted.table.cells == {(TOTAL,): 4, ("labour",): 2, ("sexual",): 2, ("other",): 1}
