"""Two texts brought together, on plain values."""

from hypothesis import given
from hypothesis import strategies as st

from sluss.coalition.differences import Piece, runs
from sluss.meetings.texts import Merged, around_changes, bring_together

LINES = st.lists(st.sampled_from("abcdef"), max_size=8)


def joined(lines: list[str]) -> str:
    return "\n".join(lines)


def test_changes_in_different_lines_stand_side_by_side():
    merged = bring_together("Ett\nTvå\nTre", "Ett!\nTvå\nTre", "Ett\nTvå\nTre!")
    assert merged == Merged("Ett!\nTvå\nTre!", 0)


def test_where_both_wrote_the_same_line_anew_both_stand():
    merged = bring_together("Ett\nTvå\nTre", "Ett\nTvå a\nTre", "Ett\nTvå b\nTre")
    assert merged == Merged("Ett\nTvå a\nTvå b\nTre", 1)


def test_what_both_wrote_alike_stands_once():
    assert bring_together("Ett", "Ett\nTvå", "Ett\nTvå") == Merged("Ett\nTvå", 0)


@given(LINES, LINES)
def test_who_changed_nothing_takes_over_what_the_other_wrote(base, changed):
    assert bring_together(joined(base), joined(changed), joined(base)).text == joined(changed)
    assert bring_together(joined(base), joined(base), joined(changed)).text == joined(changed)


@given(LINES, LINES, LINES)
def test_no_line_that_either_added_is_lost(base, theirs, mine):
    together = bring_together(joined(base), joined(theirs), joined(mine)).text.split("\n")
    for changed in (theirs, mine):
        for line in set(changed):
            assert together.count(line) >= changed.count(line) - base.count(line)


@given(LINES, LINES, LINES)
def test_without_a_clash_it_is_the_same_whoever_saved_first(base, theirs, mine):
    one = bring_together(joined(base), joined(theirs), joined(mine))
    other = bring_together(joined(base), joined(mine), joined(theirs))
    assert one.clashes == other.clashes
    if one.clashes == 0:
        assert one.text == other.text


def test_far_from_a_change_unchanged_lines_are_left_out():
    text = "\n".join(f"rad {number}" for number in range(20))
    shown = around_changes(runs(text, text.replace("rad 10", "rad tio")))
    assert "".join(run.words for run in shown if run.piece != Piece.TAKEN_AWAY) == (
        "⋯\nrad 8\nrad 9\nrad tio\nrad 11\nrad 12\n⋯"
    )


def test_a_short_text_is_shown_whole():
    pieces = runs("ett\ntvå\ntre", "ett\nfyra\ntre")
    assert around_changes(pieces) == pieces
