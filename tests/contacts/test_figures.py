"""Giving back: own figures, the share, and the page for the annual report."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from sluss.contacts import selectors, services
from sluss.contacts.models import Return, ReturnState
from tests.conftest import make_organisation, make_round
from tests.contacts.persons import child_of, exploited, put


@pytest.fixture
def sent(return_, rut):
    put(
        rut,
        return_,
        exploited(known_elsewhere="yes"),
        child_of(0),
        exploited(forms=["sexual", "labour"], sex="male"),
        exploited(age="age_15_17"),
    )
    return services.submit_return(rut, return_)


def others(return_: Return, *persons: int) -> None:
    """Other organisations that have reported so many persons each, in this order."""
    from sluss.contacts.models import Contact

    for place, count in enumerate(persons):
        theirs = Return.objects.create(
            round=return_.round,
            organisation=make_organisation(f"Nr {place}"),
            state=ReturnState.SUBMITTED,
            submitted_at=f"2017-03-0{place + 1}T12:00:00Z",
        )
        Contact.objects.bulk_create(
            Contact(of_return=theirs, number=n, role="directly_exploited") for n in range(1, count + 1)
        )


def test_the_own_persons_are_counted_by_role_and_age(sent, rut):
    totals = selectors.own_figures(rut, sent).latest.totals
    assert (totals.persons, totals.exploited, totals.children, totals.known_elsewhere) == (4, 3, 2, 1)
    assert (totals.lowest, totals.without_group_cases) == (3, 4)


def test_several_answers_are_counted_of_the_persons_asked(sent, rut):
    forms = next(s for s in selectors.own_figures(rut, sent).splits if s.label["en"].startswith("Form"))
    assert ([(label["en"], n) for label, n in forms.rows], forms.asked) == (
        [("Sexual exploitation", 3), ("Labour", 1)],
        3,
    )


def test_earlier_rounds_stand_below_newest_first(sent, rut, organisation):
    earlier = make_round(2015, organisation).returns.get()
    Return.objects.filter(pk=earlier.pk).update(state=ReturnState.LOCKED)
    later = make_round(2017, organisation).returns.get()
    names = [each.return_.round.name for each in selectors.own_figures(rut, sent).rounds]
    assert (names, later.round.name) == (["2016", "2015"], "2017")


def test_no_share_while_fewer_than_five_others_have_reported(sent, rut):
    others(sent, 5, 4, 6, 5)
    assert selectors.own_figures(rut, sent).latest.share is None


def test_the_share_when_five_others_have_reported(sent, rut):
    others(sent, 5, 4, 6, 5, 4)
    assert selectors.own_figures(rut, sent).latest.share == 15  # 4 of 28


def test_a_sixth_report_does_not_show_through(sent, rut):
    others(sent, 5, 4, 6, 5, 4)
    before = selectors.own_figures(rut, sent).latest.share
    make_more = Return.objects.filter(round=sent.round, state=ReturnState.NOT_STARTED)
    make_more.update(state=ReturnState.SUBMITTED, submitted_at="2017-03-09T12:00:00Z")
    assert selectors.own_figures(rut, sent).latest.share == before


def test_drafts_of_others_are_not_counted(sent, rut):
    others(sent, 5, 4, 6, 5, 4)
    Return.objects.filter(organisation__name="Nr 0").update(state=ReturnState.DRAFT)
    assert selectors.own_figures(rut, sent).latest.share is None


def test_the_figures_are_shown_right_after_sending_in(return_, rut, reporter, sign_in):
    put(rut, return_, exploited())
    client = sign_in(reporter)
    answer = client.post(f"/insamling/inrapportering/{return_.pk}/lamna-in/", follow=True)
    assert answer.redirect_chain == [(f"/insamling/inrapportering/{return_.pk}/siffror/", 302)]
    assert "Ni träffade en person under 2016" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "title", "tag"),
    [
        ("sv", "Fyrtornet träffade 4 personer under 2016", "sv"),
        ("en", "Fyrtornet met 4 persons in 2016", "en"),
    ],
)
def test_the_page_for_the_annual_report_is_one_tagged_page(sent, reporter, sign_in, language, title, tag):
    answer = sign_in(reporter).get(f"/insamling/inrapportering/{sent.pk}/siffror-{language}.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="sluss-2016-{language}.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert (len(pdf.pages), str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == (1, tag, True)
        assert str(pdf.docinfo["/Title"]) == title
    assert title in " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


def test_another_organisation_has_no_such_page(sent, stranger, sign_in):
    client = sign_in(stranger)
    for address in ("siffror/", "siffror-sv.pdf"):
        assert client.get(f"/insamling/inrapportering/{sent.pk}/{address}").status_code == 404


def test_there_is_no_page_in_a_language_that_it_is_not_written_in(sent, reporter, sign_in):
    assert sign_in(reporter).get(f"/insamling/inrapportering/{sent.pk}/siffror-fi.pdf").status_code == 404
