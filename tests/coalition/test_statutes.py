"""The statutes: versions, their difference in plain sight, and their rules as data."""

import datetime as dt
import io

import pikepdf
import pytest

from sluss.coalition import services
from sluss.coalition.models import StatutesState, StatutesVersion
from sluss.coalition.rules import StatuteRules, Tie
from sluss.coalition.selectors import compared_with, rules_on
from sluss.coalition.services.statutes import (
    BeforeThePresentOnes,
    NeedsSecondReading,
    NotWritten,
    WithoutDecision,
    WithoutReason,
)
from sluss.coalition.signals import statutes_changed
from sluss.trust.actor import Actor
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def adopted(number: int, valid_from: dt.date, state: str, **rules: object) -> StatutesVersion:
    kept = StatuteRules(**rules).as_json()  # type: ignore[arg-type]
    return StatutesVersion.objects.create(
        number=number, state=state, valid_from=valid_from, adopted_by="Årsmötet", rules_kept=kept
    )


def test_the_rules_are_those_of_the_version_in_force_on_the_day():
    assert rules_on(dt.date(2017, 3, 31)) == StatuteRules()
    adopted(1, dt.date(2013, 3, 1), StatutesState.SUPERSEDED, notice_days=14)
    adopted(2, dt.date(2017, 4, 1), StatutesState.IN_FORCE, notice_days=28)
    StatutesVersion.objects.create(number=3, rules_kept=StatuteRules(notice_days=1).as_json())
    days = {
        day: rules_on(day).notice_days
        for day in (dt.date(2013, 2, 28), dt.date(2017, 3, 31), dt.date(2017, 4, 1))
    }
    assert list(days.values()) == [21, 14, 28]


ANNUAL = dt.date(2017, 3, 31)
NAME, NOTICE = (
    ("Namn", "Föreningen heter Plattformen."),
    ("Kallelse", "Kallelsen går tre veckor före årsmötet."),
)


@pytest.fixture
def saga(coordinator, actor) -> Actor:
    return actor(coordinator)


@pytest.fixture
def in_force(saga) -> StatutesVersion:
    """Version 1 in force since the annual meeting of 2016."""
    draft = services.draft_statutes(saga)
    services.write_articles(saga, draft, [NAME, NOTICE], edits=0)
    services.adopt_statutes(saga, draft, adopted_by="2016:3", valid_from=dt.date(2016, 3, 31))
    return fresh(draft)


def fresh(version: StatutesVersion) -> StatutesVersion:
    return StatutesVersion.objects.get(pk=version.pk)


def articles(version: StatutesVersion) -> list[tuple[int, str, str]]:
    return list(version.articles.values_list("number", "heading", "text"))


def test_a_draft_begins_with_the_text_and_the_rules_in_force(saga, in_force):
    services.set_rules(saga, in_force, StatuteRules(notice_days=28), reason="Rättat")
    draft = services.draft_statutes(saga)
    assert (draft.number, articles(draft)) == (2, [(1, *NAME), (2, *NOTICE)])
    assert draft.rules == StatuteRules(notice_days=28)


def test_a_new_version_holds_from_its_day_and_the_one_before_until_then(saga, in_force):
    draft = services.draft_statutes(saga)
    services.set_rules(saga, draft, StatuteRules(notice_days=28))
    services.propose_statutes(saga, draft)
    services.adopt_statutes(saga, draft, adopted_by="2017:4, årsmötet", valid_from=ANNUAL)
    assert [fresh(one).state for one in (in_force, draft)] == [
        StatutesState.SUPERSEDED,
        StatutesState.IN_FORCE,
    ]
    assert [rules_on(day).notice_days for day in (dt.date(2017, 3, 30), ANNUAL)] == [21, 28]


def test_statutes_that_ask_for_two_decisions_are_not_changed_by_one(saga, in_force):
    services.set_rules(saga, in_force, StatuteRules(statutes_second_reading=True), reason="§ 12")
    draft = services.draft_statutes(saga)
    services.propose_statutes(saga, draft)
    with pytest.raises(NeedsSecondReading):
        services.adopt_statutes(saga, draft, adopted_by="2017:4", valid_from=ANNUAL)
    services.adopt_statutes_once(saga, draft, adopted_by="2017:4")
    services.adopt_statutes(saga, draft, adopted_by="2018:2", valid_from=dt.date(2018, 3, 31))
    assert fresh(draft).adopted_by == "2017:4; 2018:2"


def test_statutes_without_text_decision_or_a_later_day_are_not_adopted(saga, in_force):
    draft = services.draft_statutes(saga)
    with pytest.raises(BeforeThePresentOnes) as refused:
        services.adopt_statutes(saga, draft, adopted_by="2017:4", valid_from=dt.date(2016, 3, 31))
    assert refused.value.field == "valid_from"
    with pytest.raises(WithoutDecision):
        services.adopt_statutes(saga, draft, adopted_by=" ", valid_from=ANNUAL)
    services.write_articles(saga, draft, [NAME, ("Kallelse", "")], edits=0)
    with pytest.raises(NotWritten):
        services.propose_statutes(saga, draft)


def test_what_is_proposed_can_not_be_rewritten(saga, in_force):
    draft = services.draft_statutes(saga)
    services.propose_statutes(saga, draft)
    with pytest.raises(WrongState):
        services.write_articles(saga, draft, [NAME], edits=0)


def test_a_rule_in_force_is_corrected_with_a_reason_and_the_rooms_above_are_told(saga, in_force):
    heard = []

    def hear(sender, actor, version, **_more) -> None:
        heard.append(version.pk)

    statutes_changed.connect(hear)
    try:
        with pytest.raises(WithoutReason):
            services.set_rules(saga, in_force, StatuteRules(notice_days=28))
        services.set_rules(saga, in_force, StatuteRules(notice_days=28), reason="Felläst")
    finally:
        statutes_changed.disconnect(hear)
    assert heard == [in_force.pk]
    assert TrailEntry.objects.filter(verb="set statute rules").first().reason == "Felläst"


def test_a_head_of_a_member_writes_no_statutes(lead, actor):
    with pytest.raises(NotAllowed):
        services.draft_statutes(actor(lead))


def test_a_proposal_is_read_beside_what_holds_and_an_adopted_version_beside_the_one_before(saga, in_force):
    laid_aside, draft = services.draft_statutes(saga), services.draft_statutes(saga)
    assert [compared_with(saga, one) for one in (laid_aside, draft)] == [in_force, in_force]
    services.adopt_statutes(saga, draft, adopted_by="2017:4", valid_from=ANNUAL)
    assert compared_with(saga, fresh(draft)) == in_force
    assert compared_with(saga, fresh(in_force)) is None


class TestTheEditor:
    @pytest.fixture
    def draft(self, saga, in_force) -> StatutesVersion:
        return services.draft_statutes(saga)

    def save(self, client, draft, written, do, **more):
        headings, texts = zip(*written, strict=True)
        data = {"edits": fresh(draft).edits, "heading": headings, "text": texts, "do": do, **more}
        return client.post(f"/organisationer/stadgar/{draft.number}/text/", data)

    def test_every_button_saves_all_that_is_written(self, coordinator, sign_in, draft):
        client = sign_in(coordinator)
        changed = ("Kallelse", "Kallelsen går fyra veckor före årsmötet.")
        assert self.save(client, draft, [NAME, changed], "add").status_code == 302
        assert articles(draft) == [(1, *NAME), (2, *changed), (3, "", "")]
        new = ("Ändamål", "Föreningen motverkar människohandel.")
        self.save(client, draft, [NAME, changed, new], "up:3")
        assert articles(draft) == [(1, *NAME), (2, *new), (3, *changed)]
        self.save(client, draft, [NAME, new, changed], "save", gone=["1"])
        assert articles(draft) == [(1, *new), (2, *changed)]

    def test_who_saves_after_somebody_else_sees_both_texts_and_loses_none(
        self, coordinator, sign_in, saga, draft
    ):
        client = sign_in(coordinator)
        services.write_articles(saga, draft, [("Namn", "Någon annans text.")], edits=0)
        answer = self.save(client, draft, [("Namn", "Min text.")], "save", edits=0)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Någon annans text." in page
        assert "Min text." in page
        assert articles(draft) == [(1, "Namn", "Någon annans text.")]
        assert 'name="edits" value="1"' in page

    def test_a_heading_longer_than_fits_is_refused_and_stays_on_the_page(self, coordinator, sign_in, draft):
        answer = self.save(sign_in(coordinator), draft, [("x" * 151, "Text.")], "save")
        assert answer.status_code == 422
        assert "x" * 151 in answer.content.decode()


class TestTheRules:
    def form(self, **changed: object) -> dict[str, object]:
        given = StatuteRules().as_json()
        given |= {"month": 3, "day": 31, "earliest_notice_days": "", "meeting": "2017-03-31", **changed}
        return {
            name: value
            for name, value in given.items()
            if value is not False and name != "latest_annual_meeting"
        }

    def test_three_weeks_before_31_march_is_10_march_and_stands_beside_the_rule(
        self, coordinator, sign_in, saga
    ):
        draft = services.draft_statutes(saga)
        client = sign_in(coordinator)
        page = client.post("/organisationer/stadgar/1/regler/", self.form(do="show")).content.decode()
        assert "Med årsmöte 31 mars ska kallelsen gå senast 10 mars." in page
        page = client.post(
            "/organisationer/stadgar/1/regler/", self.form(do="show", notice_days=28)
        ).content.decode()
        assert "Med årsmöte 31 mars ska kallelsen gå senast 3 mars." in page
        assert fresh(draft).rules == StatuteRules()

    def test_what_is_saved_is_what_the_form_says(self, coordinator, sign_in, saga):
        draft = services.draft_statutes(saga)
        changed = {"notice_days": 28, "quorum_percent": 50, "tie": "lost", "month": 4, "day": 30}
        answer = sign_in(coordinator).post(
            "/organisationer/stadgar/1/regler/", self.form(do="save", **changed)
        )
        assert answer.status_code == 302
        assert fresh(draft).rules == StatuteRules(
            notice_days=28, quorum_percent=50, tie=Tie.LOST, latest_annual_meeting=(4, 30)
        )

    def test_a_day_that_does_not_come_every_year_is_refused_with_a_reason(self, coordinator, sign_in, saga):
        services.draft_statutes(saga)
        for month, day in ((2, 30), (2, 29), (4, 31)):
            answer = sign_in(coordinator).post(
                "/organisationer/stadgar/1/regler/", self.form(do="save", month=month, day=day)
            )
            assert answer.status_code == 422
            assert "Den månaden har inte den dagen varje år." in answer.content.decode()


class TestReading:
    def test_everybody_reads_what_is_in_force_and_no_draft(self, client, saga, in_force):
        services.draft_statutes(saga)
        page = client.get("/organisationer/stadgar/")
        assert page.status_code == 200
        assert "Föreningen heter Plattformen." in page.content.decode()
        assert client.get("/organisationer/stadgar/2/").status_code == 404
        assert client.get("/organisationer/stadgar/2/mot/1/").status_code == 404

    def test_what_differs_is_marked_by_more_than_colour(self, lead, sign_in, saga, in_force):
        draft = services.draft_statutes(saga)
        changed = ("Kallelse", "Kallelsen går fyra veckor före årsmötet.")
        services.write_articles(saga, draft, [NAME, changed], edits=0)
        page = sign_in(lead).get("/organisationer/stadgar/2/mot/1/").content.decode()
        assert '<del><span class="visually-hidden">[borttaget: </span>tre' in page
        assert '<ins><span class="visually-hidden">[tillagt: </span>fyra' in page

    def test_the_text_is_a_tagged_document(self, client, in_force):
        made = client.get("/organisationer/stadgar/1.pdf")
        document = pikepdf.open(io.BytesIO(made.content))
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "sv"
