"""What differs between two versions of the statutes, as it is shown."""

from hypothesis import given
from hypothesis import strategies as st

from sluss.coalition.differences import Change, Piece, Run, Text, differences, runs

NAME = Text(1, "Namn", "Föreningens namn är Plattformen.")
NOTICE = Text(2, "Kallelse", "Kallelse skickas senast tre veckor före årsmötet.")
VOTE = Text(3, "Rösträtt", "Varje medlemsorganisation har en röst.")


def shown(found) -> list[tuple[Change, int | None, int | None, bool]]:
    return [(one.change, one.earlier_number, one.number, one.moved) for one in found]


def test_a_changed_word_is_shown_as_taken_away_and_put_in():
    later = Text(2, "Kallelse", "Kallelse skickas senast fyra veckor före årsmötet.")
    [_, changed, _] = differences([NAME, NOTICE, VOTE], [NAME, later, VOTE])
    assert [(run.piece, run.words) for run in changed.text] == [
        (Piece.KEPT, "Kallelse skickas senast "),
        (Piece.TAKEN_AWAY, "tre"),
        (Piece.PUT_IN, "fyra"),
        (Piece.KEPT, " veckor före årsmötet."),
    ]


def test_an_article_put_in_renumbers_those_after_it_and_moves_none():
    purpose = Text(2, "Ändamål", "Föreningen motverkar människohandel.")
    later = [NAME, purpose, Text(3, NOTICE.heading, NOTICE.text), Text(4, VOTE.heading, VOTE.text)]
    assert shown(differences([NAME, NOTICE, VOTE], later)) == [
        (Change.SAME, 1, 1, False),
        (Change.ADDED, None, 2, False),
        (Change.SAME, 2, 3, False),
        (Change.SAME, 3, 4, False),
    ]


def test_a_moved_article_is_recognised():
    later = [
        Text(1, VOTE.heading, VOTE.text),
        Text(2, NAME.heading, NAME.text),
        Text(3, NOTICE.heading, NOTICE.text),
    ]
    assert shown(differences([NAME, NOTICE, VOTE], later)) == [
        (Change.SAME, 3, 1, True),
        (Change.SAME, 1, 2, False),
        (Change.SAME, 2, 3, False),
    ]


def test_a_removed_article_stands_where_it_stood():
    later = [NAME, Text(2, VOTE.heading, VOTE.text)]
    assert shown(differences([NAME, NOTICE, VOTE], later)) == [
        (Change.SAME, 1, 1, False),
        (Change.REMOVED, 2, None, False),
        (Change.SAME, 3, 2, False),
    ]


def test_an_article_with_a_new_heading_is_found_again_by_its_text():
    later = [NAME, Text(2, "När kallas?", NOTICE.text), VOTE]
    assert shown(differences([NAME, NOTICE, VOTE], later))[1] == (Change.CHANGED, 2, 2, False)


TEXTS = st.text(alphabet="ab å.\n", max_size=40)
VERSIONS = st.lists(st.tuples(st.sampled_from(["A", "B", "C", ""]), TEXTS), max_size=6)


@given(TEXTS, TEXTS)
def test_the_runs_hold_both_texts_whole(earlier, later):
    found = runs(earlier, later)
    assert "".join(run.words for run in found if run.piece != Piece.PUT_IN) == earlier
    assert "".join(run.words for run in found if run.piece != Piece.TAKEN_AWAY) == later


def numbered(version) -> list[Text]:
    return [Text(number, heading, text) for number, (heading, text) in enumerate(version, start=1)]


@given(VERSIONS, VERSIONS)
def test_every_article_of_both_versions_is_shown_once_in_order(earlier, later):
    found = differences(numbered(earlier), numbered(later))
    assert [one.number for one in found if one.number] == list(range(1, len(later) + 1))
    assert sorted(one.earlier_number for one in found if one.earlier_number) == list(
        range(1, len(earlier) + 1)
    )


@given(VERSIONS)
def test_a_version_differs_in_nothing_from_itself(version):
    found = differences(numbered(version), numbered(version))
    assert [one for one in found if one.change != Change.SAME or one.renumbered or one.moved] == []


def test_a_sentence_rewritten_but_for_a_word_reads_as_one_that_was_taken_away_and_one_put_in() -> None:
    before = "Röstning med fullmakt är inte tillåten."
    after = "En organisation kan ge fullmakt åt en annan organisations ombud."
    assert runs(before, after) == (
        Run(Piece.TAKEN_AWAY, "Röstning med fullmakt är inte tillåten"),
        Run(Piece.PUT_IN, "En organisation kan ge fullmakt åt en annan organisations ombud"),
        Run(Piece.KEPT, "."),
    )
