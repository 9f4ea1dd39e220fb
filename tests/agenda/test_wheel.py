"""The year as a wheel: nothing lies over anything, everything is told twice, and it is said in words too."""

import datetime as dt
import math
import re
from itertools import pairwise
from xml.etree import ElementTree as Xml

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sluss.agenda import services
from sluss.agenda.calendar import MEETING, Entry
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.wheel import Thing, labelled, numbered, things_of
from sluss.agenda.wheel.drawing import OUTER
from sluss.agenda.wheel.geometry import angle_of, spread
from sluss.agenda.wheel.sheet import as_pdf
from sluss.agenda.wheel.writing import lines_of, width
from sluss.coalition.models import Audience
from tests.agenda.conftest import keep

SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2017, 12, 31))


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(1, 60)), max_size=40))
def test_labels_never_lie_over_each_other_and_keep_their_order(labels):
    labels.sort()
    wanted, sizes = [w for w, _ in labels], [s for _, s in labels]
    middles = spread(wanted, sizes)
    for (here, size), (after, next_size) in pairwise(zip(middles, sizes, strict=True)):
        assert after - here >= (size + next_size) / 2 - 1e-6


@given(st.lists(st.floats(-500, 500), max_size=20).map(sorted))
def test_labels_with_room_enough_stay_where_they_are_wanted(wanted):
    apart = min((b - a for a, b in pairwise(wanted)), default=1.0)
    middles = spread(wanted, [min(apart, 1.0)] * len(wanted))
    assert middles == pytest.approx(wanted, abs=1e-6)


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=20).map(sorted), st.floats(1, 40))
def test_labels_stay_within_the_bounds_where_there_is_room(wanted, size):
    reach = len(wanted) * size / 2 + 10
    middles = spread(wanted, [size] * len(wanted), least=-reach, most=reach)
    assert middles[0] - size / 2 >= -reach - 1e-6
    assert middles[-1] + size / 2 <= reach + 1e-6


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=8).map(sorted))
def test_no_nudge_of_a_label_brings_all_nearer_to_where_they_are_wanted(wanted):
    """The placing is the optimum: moving any run of labels that stick together makes the sum of squares larger."""
    sizes = [30.0] * len(wanted)
    middles = spread(wanted, sizes)
    cost = sum((m - w) ** 2 for m, w in zip(middles, wanted, strict=True))
    for first in range(len(wanted)):
        for last in range(first, len(wanted)):
            for nudge in (-0.5, 0.5):
                moved = [m + nudge * (first <= i <= last) for i, m in enumerate(middles)]
                if all(b - a >= 30 - 1e-9 for a, b in pairwise(moved)):
                    assert sum((m - w) ** 2 for m, w in zip(moved, wanted, strict=True)) >= cost - 1e-6


@given(
    st.text(alphabet="abc åäöMW-", max_size=80),
    st.integers(60, 300),
    st.sampled_from([0.0, 40.0]),
)
def test_a_title_is_broken_into_lines_that_fit_and_no_word_of_it_is_lost(text, room, taken):
    first, *others = lines_of(text, 14, room, taken=taken)
    assert width(first, 14) <= room - taken or not first
    assert [line for line in others if width(line, 14) > room] == []
    assert re.sub(r"[\s-]", "", "".join([first, *others])) == re.sub(r"[\s-]", "", text)


@given(DAYS)
def test_the_year_runs_clockwise_from_the_top(day):
    assert 0 <= angle_of(day) < 2 * math.pi
    if day < dt.date(2017, 12, 31):
        assert angle_of(day) < angle_of(day + dt.timedelta(days=1))


def entry(title: str, starts: dt.date, **more) -> Entry:
    return Entry(uid=title, title=title, starts=starts, **more)


def many(number: int) -> list[Thing]:
    """A full year: several on the same days, vague ones, spans."""
    entries = [
        entry(
            f"Sak nummer {n} med en ganska lång rubrik",
            dt.date(2017, 1, 1) + dt.timedelta(days=(n * 7) % 364),
            kind=[MEETING, "statutory", "external", "funder", "internal"][n % 5],
            tentative=n % 4 == 0,
            url=f"/kalender/datum/{n}/",
        )
        for n in range(number)
    ]
    entries.append(entry("Hösten", dt.date(2017, 12, 31), precision=Precision.TERM))
    entries.append(entry("Hela året", dt.date(2017, 12, 31), precision=Precision.YEAR))
    entries.append(entry("Två dagar", dt.date(2017, 5, 30), ends=dt.date(2017, 5, 31)))
    return things_of(entries, 2017)


def parsed(svg: str) -> Xml.Element:
    return Xml.fromstring(svg)  # noqa: S314 - our own picture


def texts(svg: str, name: str) -> list[tuple[float, float, str]]:
    found = parsed(svg).iter(f"{SVG}text")
    return [
        (float(t.get("x", 0)), float(t.get("y", 0)), "".join(t.itertext()))
        for t in found
        if t.get("class") == name
    ]


def boxes(svg: str, *, numbers: bool = True) -> list[tuple[float, float, float, float]]:
    """What the words and numbers beside the wheel cover: left, top, right, bottom."""
    lines = [
        (x, y, x + width(text, 14), y) if x > 0 else (x - width(text, 14), y, x, y)
        for x, y, text in texts(svg, "y-title")
    ]
    keys = [(x - 7 * len(text) / 2, y, x + 7 * len(text) / 2, y) for x, y, text in texts(svg, "y-number")]
    return [(left, y - 11, right, y + 4) for left, y, right, _ in [*lines, *(keys if numbers else [])]]


@pytest.mark.parametrize("number", [0, 1, 12, 30, 80])
def test_in_the_picture_no_words_lie_over_others_or_over_the_wheel_and_all_lie_within(number):
    svg = labelled(many(number), 2017, today=dt.date(2017, 3, 10))
    left, top, wide, high = map(float, parsed(svg).get("viewBox").split())
    words = boxes(svg)
    for place, (x, y, x2, y2) in enumerate(words):
        assert left <= x <= x2 <= left + wide
        assert top <= y <= y2 <= top + high
        nearest = math.hypot(max(x, -x2, 0), max(y, -y2, 0))
        assert nearest >= OUTER
        for other_x, other_y, other_x2, other_y2 in words[place + 1 :]:
            assert x2 <= other_x or other_x2 <= x or y2 <= other_y or other_y2 <= y


@pytest.mark.parametrize("number", [12, 30, 80])
def test_no_leader_runs_through_words(number):
    svg = labelled(many(number), 2017)
    words = boxes(svg, numbers=False)
    for path in parsed(svg).iter(f"{SVG}path"):
        if "y-leader" not in path.get("class", ""):
            continue
        for piece in path.get("d", "").split("M")[1:]:
            points = [tuple(map(float, point.split())) for point in piece.split("L")]
            for (x, y), (to_x, to_y) in pairwise(points):
                for share in range(51):
                    here = (x + (to_x - x) * share / 50, y + (to_y - y) * share / 50)
                    assert not [
                        box for box in words if box[0] < here[0] < box[2] and box[1] < here[1] < box[3]
                    ]


def test_every_thing_has_its_words_in_full_or_its_number_in_the_list():
    things = many(60)
    groups = [
        g for g in parsed(labelled(things, 2017)).iter(f"{SVG}g") if "y-thing" in (g.get("class") or "")
    ]
    said = [" ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text")) for group in groups]
    in_full = {" ".join(f"{thing.short} {thing.title}".split()) for thing in things}
    numbers = {str(thing.number) for thing in things}
    told = {" ".join(text.split()) for text in said}
    assert len(groups) == len(things)
    assert told <= in_full | numbers
    assert told & in_full
    assert told & numbers


def test_a_long_word_stands_unbroken():
    word = "Forskningsansökningarna"
    svg = labelled(
        things_of(
            [entry(word, dt.date(2017, 3, 31)), *[entry("A", dt.date(2017, 9, n)) for n in (1, 9)]], 2017
        ),
        2017,
    )
    assert word in [text for *_xy, text in texts(svg, "y-title")]


def test_what_is_done_goes_without_words_before_what_is_ahead():
    entries = [
        entry(f"Sak {n} " + "med lång rubrik " * 4, dt.date(2017, 1, 1 + n), over=n < 6) for n in range(26)
    ]
    svg = labelled(things_of(entries, 2017), 2017)
    numbers = {int(text) for *_xy, text in texts(svg, "y-number")}
    assert numbers >= {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("number", [1, 30, 50])
def test_on_a_phone_every_thing_has_its_number_and_no_two_lie_over_each_other(number):
    things = many(number)
    numbers = texts(numbered(things, 2017), "y-number")
    assert sorted(int(text) for *_xy, text in numbers) == [thing.number for thing in things]
    for (x, y, _), (x2, y2, _) in pairwise(numbers):
        assert math.hypot(x - x2, y - y2) >= 30


def test_marks_on_the_same_day_do_not_hide_each_other():
    same = [entry(f"Möte {n}", dt.date(2017, 3, 31)) for n in range(4)]
    svg = parsed(labelled(things_of(same, 2017), 2017))
    places = [p.get("transform") for p in svg.iter(f"{SVG}path") if "y-mark" in (p.get("class") or "")]
    assert len(set(places[:4])) == 4


def test_a_vague_date_is_an_arc_over_its_range_and_a_tentative_one_is_hollow_with_a_dashed_leader():
    june = things_of([entry("OSCE", dt.date(2017, 6, 30), precision=Precision.MONTH, tentative=True)], 2017)
    (thing,) = june
    assert (thing.first, thing.last) == (dt.date(2017, 6, 1), dt.date(2017, 6, 30))
    svg = labelled(june, 2017)
    assert 'class="y-span y-meeting"' in svg
    assert 'class="y-thing y-tentative"' in svg
    assert svg.count("stroke-dasharray") == 1


def test_what_is_cancelled_and_what_lies_in_other_years_is_not_drawn():
    entries = [
        entry("Inställt", dt.date(2017, 3, 1), cancelled=True),
        entry("I fjol", dt.date(2016, 12, 31)),
        entry("Över nyår", dt.date(2016, 12, 30), ends=dt.date(2017, 1, 2)),
        entry("Uppgift", dt.date(2017, 3, 1), kind="task"),
    ]
    (thing,) = things_of(entries, 2017)
    assert (thing.title, thing.first, thing.last) == ("Över nyår", dt.date(2017, 1, 1), dt.date(2017, 1, 2))


def test_a_title_with_signs_of_markup_stays_text():
    svg = labelled(things_of([entry("<script>&", dt.date(2017, 3, 1))], 2017), 2017)
    assert "<script>" not in svg
    assert [text.split("\N{NO-BREAK SPACE}")[-1] for *_xy, text in texts(svg, "y-title")] == ["<script>&"]


@pytest.mark.parametrize(
    ("language", "month", "day"), [("sv", "mars", "10 mars"), ("en", "March", "10 March")]
)
def test_months_are_written_as_the_language_writes_them(language, month, day):
    with translation.override(language):
        [thing] = things_of([entry("Kallelse", dt.date(2017, 3, 10))], 2017)
        words = ["".join(text.itertext()) for text in parsed(labelled([thing], 2017)).iter(f"{SVG}text")]
    assert (thing.short, month in words) == (day, True)


def test_the_pdf_is_one_sheet_and_holds_the_whole_year(friday):
    with translation.override("sv"):
        pdf = as_pdf(many(33), 2017, language="sv")
    import io

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Sak nummer 32" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


# the page


def test_the_page_tells_the_same_in_the_wheel_and_in_the_list(saga, coordinator, sign_in):
    keep(saga, "Kallelse till årsmötet", dt.date(2017, 3, 10), kind="statutory")
    keep(saga, "OSCE-övning", when=VagueDate(dt.date(2017, 6, 30), Precision.MONTH))
    services.waive_deadline(saga, keep(saga, "Utgår", dt.date(2017, 3, 12)), reason="Nej")
    page = sign_in(coordinator).get(reverse("agenda:year")).content.decode()
    assert "Härnäst: Kallelse till årsmötet, 10 mars" in page
    assert "2 datum återstår i år." in page
    assert len(re.findall(r"<svg[^>]*class=\"wheel", page)) == 2
    assert page.count("senast juni 2017") >= 3
    assert "Utgår" not in page
    assert "style=" not in page.split("<main")[1]


def test_each_sees_an_own_year(saga, group, member, outsider, sign_in):
    keep(saga, "Gruppens", dt.date(2017, 5, 1), group=group, audience=Audience.GROUP)
    url = reverse("agenda:year_of", args=[2017])
    assert "Gruppens" in sign_in(member).get(url).content.decode()
    assert "Gruppens" not in sign_in(outsider).get(url).content.decode()
    pdf = sign_in(outsider).get(reverse("agenda:year_pdf", args=[2017]))
    assert pdf.headers["Content-Type"] == "application/pdf"


def test_a_year_that_nobody_plans_is_not_there(coordinator, sign_in):
    assert sign_in(coordinator).get(reverse("agenda:year_of", args=[1848])).status_code == 404
