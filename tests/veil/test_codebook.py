"""A codebook read from files: what it says, and what it refuses, on a small book of our own."""

import datetime as dt
import os
from pathlib import Path

import pytest

from veil.codebook import Codebook, CodebookError, Condition, load
from veil.codebook.check import BUILT_IN

TODAY = dt.date(2017, 3, 10)

BOOK = """
version = "1"
label = { sv = "Liten bok", en = "Small book" }
languages = ["sv", "en"]
reference = 2017-01-01
role_variable = "role"

[[step]]
code = "all"
label = { sv = "Allt", en = "All" }

[reserved.unknown]
sv = "Vet inte"
en = "Not known"
[reserved.not_asked]
sv = "Inte frågat"
en = "Not asked"
[reserved.declined]
sv = "Ville inte svara"
en = "Declined"
[reserved.none]
sv = "Inget"
en = "None"
[reserved.not_known]
sv = "Uppgift saknas"
en = "Not known"

[standard.abc]
name = "ABC"
source = "made up"
[[standard.abc.field]]
name = "colour"
values = { Red = ["R ed"], Blue = [] }
[[standard.abc.field]]
name = "isWarm"
flag = true
"""

MESSAGES = "\n".join(
    f'[message.{code}]\nsv = "{code}: {{label}}"\nen = "{code}: {{label}}"' for code in BUILT_IN
)

QUESTIONS = """
[[variable]]
code = "role"
step = "all"
kind = "one"
codes = "roles"
required = true
label = { sv = "Roll", en = "Role" }
question = { sv = "Vilken roll?", en = "Which role?" }
help = { sv = "Hjälp.", en = "Help." }

[list.roles]
codes = [
  { code = "grown", sv = "Vuxen", en = "Grown-up" },
  { code = "child", sv = "Barn", en = "Child", needs_parent = true },
]

[[variable]]
code = "colours"
step = "all"
kind = "many"
codes = "colours"
label = { sv = "Färger", en = "Colours" }
question = { sv = "Vilka färger?", en = "Which colours?" }
help = { sv = "Hjälp.", en = "Help." }
maps = { abc = "colour" }

[list.colours]
reserved = ["unknown", "none"]

[[list.colours.codes]]
code = "red"
sv = "Röd"
en = "Red"
maps = { abc = "Red" }
aliases = ["scarlet"]
in = { heat = "warm" }

[[list.colours.codes]]
code = "orange"
sv = "Orange"
en = "Orange"
in = { heat = "warm" }

[[list.colours.codes]]
code = "blue"
sv = "Blå"
en = "Blue"
maps = { abc = "Blue" }
until = 2020-01-01
in = { heat = [{ is = "cold", until = 2018-01-01 }, { is = "warm", since = 2018-01-01 }] }

[[list.colours.level]]
code = "heat"
label = { sv = "Värme", en = "Heat" }
groups = [{ code = "warm", sv = "Varm", en = "Warm" }, { code = "cold", sv = "Kall", en = "Cold" }]

[[variable]]
code = "shade"
step = "all"
kind = "one"
codes = "shades"
asked_of = ["grown"]
ask_when = { variable = "colours", any_of = ["red"] }
label = { sv = "Nyans", en = "Shade" }
question = { sv = "Vilken nyans?", en = "Which shade?" }
help = { sv = "Hjälp.", en = "Help." }

[list.shades]
reserved = ["not_asked"]
codes = [
  { code = "light", sv = "Ljus", en = "Light", maps = { abc = "isWarm" } },
  { code = "dark", sv = "Mörk", en = "Dark" },
]

[[variable]]
code = "since"
step = "all"
kind = "month"
label = { sv = "Sedan", en = "Since" }
question = { sv = "Sedan när?", en = "Since when?" }
help = { sv = "Hjälp.", en = "Help." }

[[variable]]
code = "until"
step = "all"
kind = "month"
label = { sv = "Till", en = "Until" }
question = { sv = "Till när?", en = "Until when?" }
help = { sv = "Hjälp.", en = "Help." }

[[variable]]
code = "pots"
step = "all"
kind = "integer"
minimum = 0
maximum = 9
label = { sv = "Burkar", en = "Pots" }
question = { sv = "Hur många burkar?", en = "How many pots?" }
help = { sv = "Hjälp.", en = "Help." }

[[variable]]
code = "lids"
step = "all"
kind = "integer"
ask_when = { variable = "pots", at_least = 2 }
label = { sv = "Lock", en = "Lids" }
question = { sv = "Hur många lock?", en = "How many lids?" }
help = { sv = "Hjälp.", en = "Help." }

[[derived]]
code = "heat"
source = "colours"
level = "heat"
label = { sv = "Värme", en = "Heat" }
help = { sv = "Hjälp.", en = "Help." }
"""

RULE = """
[[rule]]
code = "{code}"
severity = "soft"
variable = "pots"
when = {when}
message = {{ sv = "Kontrollera.", en = "Check." }}
"""


def written(folder: Path, questions: str = QUESTIONS, book: str = BOOK) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.toml").write_text(book + MESSAGES, "utf-8")
    (folder / "questions.toml").write_text(questions, "utf-8")
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    return load(written(tmp_path / "small"))


def rules_that_hold(tmp_path: Path, when: str, answers: dict, **more) -> bool:
    folder = written(tmp_path / "ruled", QUESTIONS + RULE.format(code="tried", when=when))
    found = load(folder).check(answers, role=more.pop("role", "grown"), today=TODAY, **more)
    return any(finding.rule_code == "tried" for finding in found)


# --- what it says -----------------------------------------------------------------------------------------


def test_questions_come_in_the_order_of_the_file(book):
    assert list(book.variables) == ["role", "colours", "shade", "since", "until", "pots", "lids"]


def test_every_question_is_asked_of_all_roles_unless_it_names_some(book):
    assert book.variables["colours"].asked_of == {"grown", "child"}
    assert book.variables["shade"].asked_of == {"grown"}


def test_reserved_answers_come_last_and_stand_alone(book):
    codes = book.variables["colours"].codes
    assert [code.code for code in codes] == ["red", "orange", "blue", "unknown", "none"]
    assert [code.code for code in codes if code.exclusive] == ["unknown", "none"]
    assert [code.code for code in codes if code.missing] == ["unknown"]


def test_a_follow_up_is_asked_only_after_its_answer(book):
    assert book.variables["shade"].ask_when == Condition("colours", ("red",))
    assert book.is_asked("shade", {"colours": ["blue", "red"]}, "grown") is True
    assert book.is_asked("shade", {"colours": ["blue"]}, "grown") is False
    assert book.is_asked("shade", {}, "grown") is False


def test_a_follow_up_to_a_question_that_isnt_asked_isnt_asked_either(book):
    assert book.is_asked("shade", {"colours": ["red"]}, "child") is False


def test_a_follow_up_to_a_number_is_asked_from_that_number_on(book):
    assert book.is_asked("lids", {"pots": 1}, "grown") is False
    assert book.is_asked("lids", {"pots": 2}, "grown") is True


def test_answers_to_questions_no_longer_asked_are_pruned(book):
    answers = {"colours": ["blue"], "shade": "dark", "pots": 0, "since": "", "gone": "x"}
    assert book.prune(answers, "grown") == {"colours": ["blue"], "pots": 0}


def test_a_group_is_read_on_the_day(book):
    codes = book.variables["colours"].codes
    assert codes.parent("blue", "heat", dt.date(2017, 12, 31)) == "cold"
    assert codes.parent("blue", "heat", dt.date(2018, 1, 1)) == "warm"


def test_a_code_outside_all_groups_stands_for_itself(book):
    assert book.variables["colours"].codes.parent("none", "heat") == "none"


def test_hierarchies_leave_out_groups_of_one(book):
    assert book.hierarchies("colours") == {"heat": {"red": "warm", "orange": "warm"}}
    assert book.hierarchies("colours", dt.date(2019, 1, 1)) == {
        "heat": {"red": "warm", "orange": "warm", "blue": "warm"}
    }
    assert book.hierarchies("pots") == {}


def test_a_derived_variable_has_the_groups_as_codes(book):
    assert [code.code for code in book.derived["heat"].codes] == ["warm", "cold", "none", "not_known"]
    assert book.derive({"colours": ["red", "orange", "blue"]}, dt.date(2017, 1, 1)) == {
        "heat": ["warm", "cold"]
    }
    assert book.derive({"colours": ["unknown"]}, dt.date(2017, 1, 1)) == {"heat": ["not_known"]}
    assert book.derive({}, dt.date(2017, 1, 1)) == {}


def test_a_row_tells_not_put_from_not_asked(book):
    row = book.row({"colours": ["blue"]}, role="grown", on=TODAY)
    assert row["shade"] is None
    row = book.row({"colours": ["red"]}, role="grown", on=TODAY)
    assert row["shade"] == "not_asked"
    assert row["role"] == "grown"


def test_answers_are_told_in_another_standard(book):
    assert book.in_standard({"colours": ["red", "blue"], "shade": "light", "pots": 3}, "abc") == {
        "colour": ["Red", "Blue"],
        "isWarm": ["1"],
    }


def test_a_standards_own_misspellings_are_understood(book):
    assert book.standards["abc"].field("Colour").value("r ed ") == "Red"
    assert book.standards["abc"].field("colour").value("green") is None
    assert book.standards["abc"].field("size") is None


def test_codes_are_found_by_a_standards_value(book):
    assert [code.code for code in book.variables["colours"].codes.matching("abc", "Red")] == ["red"]


def test_guesses_take_labels_aliases_and_several_words(book):
    assert book.guess("colours", "SCARLET & blå").codes == ("red", "blue")
    assert book.guess("colours", "scarlet, mauve").codes == ("red",)
    assert book.guess("colours", "scarlet, mauve").rest == "mauve"
    assert book.guess("colours", "scarlet, mauve").whole is False
    assert book.guess("shade", "dark").whole is True
    assert book.guess("shade", "dark blue").codes == ()


def test_a_word_that_two_answers_share_stands_for_neither(tmp_path):
    folder = written(
        tmp_path / "b", QUESTIONS.replace('aliases = ["scarlet"]', 'aliases = ["scarlet", "orange"]')
    )
    found = load(folder).guess("colours", "Orange")
    assert found.codes == ("orange",)  # the code itself is not shared
    folder = written(tmp_path / "c", QUESTIONS.replace('aliases = ["scarlet"]', 'aliases = ["blå"]'))
    found = load(folder).guess("colours", "Blå")
    assert (found.codes, found.either) == ((), ("red", "blue"))


def test_a_heading_is_guessed(book):
    assert book.guess_variable("COLOURS") == "colours"
    assert book.guess_variable("Färger") == "colours"
    assert book.guess_variable("weight") is None


# --- checking ---------------------------------------------------------------------------------------------


def codes_of(book: Codebook, answers: dict, **more) -> list[tuple[str, str]]:
    more = {"role": "grown", "today": TODAY, **more}
    return [(finding.variable, finding.rule_code) for finding in book.check(answers, **more)]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"colours": ["red"]}, []),
        ({"colours": "red"}, [("colours", "several_answers")]),
        ({"colours": ["red", 3]}, [("colours", "several_answers")]),
        ({"colours": ["red", "red"]}, [("colours", "same_answer_twice")]),
        ({"colours": ["red", "none"]}, [("colours", "stands_alone")]),
        ({"colours": ["pink"]}, [("colours", "unknown_code")]),
        ({"colours": ["red"], "shade": ["dark"]}, [("shade", "one_answer")]),
        ({"colours": ["red"], "shade": "pink"}, [("shade", "unknown_code")]),
        ({"shade": "dark"}, [("shade", "not_in_place")]),
        ({"pots": -1}, [("pots", "too_small")]),
        ({"pots": 10}, [("pots", "too_large")]),
        ({"pots": "3"}, [("pots", "not_a_number")]),
        ({"pots": True}, [("pots", "not_a_number")]),
        ({"pots": 0}, []),
        ({"since": "2017-03"}, []),
        ({"since": "2017-04"}, [("since", "in_the_future")]),
        ({"since": "1989-12"}, [("since", "too_long_ago")]),
        ({"since": "2017-13"}, [("since", "not_a_month")]),
        ({"since": "2017-3"}, [("since", "not_a_month")]),
        ({"since": "²017-03"}, [("since", "not_a_month")]),
        ({"since": 201703}, [("since", "not_a_month")]),
        ({"weight": "3"}, [("", "unknown_variable")]),
        ({"role": "child"}, [("role", "role_differs")]),
        ({"colours": [], "since": "", "pots": None}, []),
    ],
)
def test_each_fault_is_named_with_its_question(book, answers, found):
    assert codes_of(book, answers) == found


def test_an_answer_for_another_role_is_refused(book):
    found = codes_of(book, {"colours": ["red"], "shade": "dark"}, role="child", parent={})
    assert found == [("shade", "not_for_this_role")]


def test_a_role_that_belongs_to_somebody_needs_that_person(book):
    assert codes_of(book, {}, role="child") == [("role", "needs_parent")]
    assert codes_of(book, {}, role="child", parent={}) == []
    assert codes_of(book, {}, role="grown", parent={}) == []


def test_a_role_that_doesnt_exist_is_refused(book):
    assert ("role", "unknown_code") in codes_of(book, {}, role="stranger")


def test_an_answer_out_of_use_is_refused_from_the_day_on(book):
    assert codes_of(book, {"colours": ["blue"]}, today=dt.date(2019, 12, 31)) == []
    assert codes_of(book, {"colours": ["blue"]}, today=dt.date(2020, 1, 1)) == [
        ("colours", "code_not_in_use")
    ]


def test_nothing_is_missing_while_the_form_is_being_filled_in(tmp_path):
    needed = QUESTIONS.replace('kind = "integer"\nminimum', 'kind = "integer"\nrequired = true\nminimum')
    book = load(written(tmp_path / "b", needed))
    assert codes_of(book, {}) == [("pots", "required")]
    assert codes_of(book, {}, complete=False) == []


def test_messages_come_in_both_languages_with_the_questions_name(book):
    (finding,) = book.check({"pots": -1}, role="grown", today=TODAY)
    assert finding.message == {"sv": "too_small: Burkar", "en": "too_small: Pots"}
    assert finding.hard is True


# --- the language of rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "answers", "holds"),
    [
        ('{ variable = "colours", any_of = ["red", "blue"] }', {"colours": ["orange", "blue"]}, True),
        ('{ variable = "colours", any_of = ["red"] }', {"colours": ["blue"]}, False),
        ('{ variable = "colours", any_of = ["red"] }', {}, False),
        ('{ variable = "colours", level = "heat", any_of = ["cold"] }', {"colours": ["blue"]}, True),
        ('{ variable = "colours", level = "heat", any_of = ["cold"] }', {"colours": ["red"]}, False),
        ('{ variable = "pots", answered = true }', {"pots": 0}, True),
        ('{ variable = "pots", answered = false }', {}, True),
        ('{ variable = "pots", answered = false }', {"pots": 0}, False),
        ('{ variable = "pots", at_least = 3 }', {"pots": 3}, True),
        ('{ variable = "pots", at_least = 3 }', {"pots": 2}, False),
        ('{ variable = "pots", at_most = 3 }', {"pots": 3}, True),
        ('{ variable = "pots", at_most = 3 }', {"pots": 4}, False),
        ('{ variable = "since", before = "until" }', {"since": "2016-01", "until": "2016-02"}, True),
        ('{ variable = "since", before = "until" }', {"since": "2016-02", "until": "2016-02"}, False),
        ('{ variable = "since", before = "until" }', {"since": "2016-02"}, False),
        ('{ variable = "since", after = "today" }', {"since": "2017-03"}, False),
        ('{ variable = "since", before = "today" }', {"since": "2017-02"}, True),
        ('{ variable = "since", before = "period_start" }', {"since": "2015-12"}, True),
        ('{ variable = "since", before = "period_start" }', {"since": "2016-01"}, False),
        ('{ variable = "since", after = "period_end" }', {"since": "2017-01"}, True),
        ('{ variable = "since", after = "period_end" }', {"since": "2016-12"}, False),
        ('{ not = { variable = "pots", answered = true } }', {}, True),
        (
            '{ all = [{ variable = "pots", at_least = 1 }, { variable = "pots", at_most = 2 }] }',
            {"pots": 2},
            True,
        ),
        (
            '{ all = [{ variable = "pots", at_least = 1 }, { variable = "pots", at_most = 2 }] }',
            {"pots": 3},
            False,
        ),
        (
            '{ any = [{ variable = "pots", at_least = 9 }, { variable = "pots", at_most = 0 }] }',
            {"pots": 0},
            True,
        ),
        (
            '{ any = [{ variable = "pots", at_least = 9 }, { variable = "pots", at_most = 0 }] }',
            {"pots": 5},
            False,
        ),
    ],
)
def test_a_rule_holds_when_its_situation_is_there(tmp_path, when, answers, holds):
    period = (dt.date(2016, 1, 1), dt.date(2016, 12, 31))
    assert rules_that_hold(tmp_path, when, answers, period=period) is holds


def test_a_rule_can_look_at_the_person_one_belongs_to(tmp_path):
    when = '{ variable = "parent.colours", any_of = ["red"] }'
    assert rules_that_hold(tmp_path, when, {}, role="child", parent={"colours": ["red"]}) is True
    assert rules_that_hold(tmp_path, when, {"colours": ["red"]}, role="child", parent={}) is False


def test_a_rule_on_the_period_is_silent_without_one(tmp_path):
    assert (
        rules_that_hold(tmp_path, '{ variable = "since", before = "period_start" }', {"since": "2001-01"})
        is False
    )


def test_a_rule_doesnt_judge_an_answer_that_is_refused_already(tmp_path):
    assert rules_that_hold(tmp_path, '{ variable = "pots", at_least = 3 }', {"pots": 99}) is False


# --- what it refuses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('en = "Red"', 'en = ""', ["questions.toml", "colours, red", "no words in en"]),
        ('sv = "Röd"\n', "", ["colours, red", "no words in sv"]),
        ('abc = "Red"', 'abc = "Green"', ["colours", "red", "ABC has no Green"]),
        ('abc = "isWarm"', 'abc = "isCold"', ["shade", "ABC has no isCold"]),
        ('maps = { abc = "colour" }', 'maps = { abc = "colours" }', ["ABC has no field colours"]),
        ('aliases = ["scarlet"]', 'alias = ["scarlet"]', ["colours, red", "alias isn't known here"]),
        ('{ code = "dark"', '{ code = "light"', ["list shades", "light stands there twice"]),
        ('{ code = "dark"', '{ code = "unknown"', ["shades, unknown", "reserved"]),
        ('codes = "shades"', 'codes = "shade"', ["shade", "no list shade"]),
        ('any_of = ["red"] }', 'any_of = ["pink"] }', ["ask_when", "no code pink"]),
        ('variable = "colours", any', 'variable = "lids", any', ["lids", "isn't asked before"]),
        ('asked_of = ["grown"]', 'asked_of = ["giant"]', ["giant", "isn't a role"]),
        ('heat = "warm"', 'heat = "hot"', ["colours, red", "no group hot"]),
        ("since = 2018-01-01 }]", "since = 2017-01-01 }]", ["blue", "two groups of heat on the same day"]),
        ("since = 2018-01-01 }]", 'since = "2018-01-01" }]', ["blue", "since must be a date"]),
        ('code = "orange"', 'code = "warm"', ["list colours", "warm is a code and a group at once"]),
        ('kind = "month"', 'kind = "moon"', ["since", "moon"]),
        ('source = "colours"', 'source = "pots"', ["heat", "pots isn't a variable with codes"]),
        ('level = "heat"', 'level = "cold"', ["heat", "no level cold"]),
        ('code = "lids"', 'code = "pots"', ["pots", "two variables"]),
        ('step = "all"\nkind = "month"', 'step = "some"\nkind = "month"', ["since", "some"]),
        ("minimum = 0", 'minimum = "0"', ["pots", "minimum must be a whole number"]),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(tmp_path, old, new, words):
    assert old in QUESTIONS
    folder = written(tmp_path / "faulty", QUESTIONS.replace(old, new, 1))
    with pytest.raises(CodebookError) as refused:
        load(folder)
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ('{ variable = "lid", answered = true }', "no variable lid"),
        ('{ variable = "heat", any_of = ["warm"] }', "no variable heat"),
        ('{ variable = "pots", any_of = ["red"] }', "pots has no codes"),
        ('{ variable = "colours", any_of = ["pink"] }', "no code pink"),
        ('{ variable = "colours", level = "cold", any_of = ["red"] }', "cold"),
        ('{ variable = "pots", at_least = "3" }', "whole number"),
        ('{ variable = "pots", at_least = 3, at_most = 4 }', "one of"),
        ('{ variable = "pots", more_than = 3 }', "one of"),
        ('{ variable = "pots", answered = "yes" }', "true or false"),
        ("{ all = [] }", "list of tests"),
        ('{ all = [{ variable = "pots", answered = true }], any = [] }', "any doesn't go with all"),
        ('{ variable = "colours", above = "pots" }', "two variables with codes"),
    ],
)
def test_a_rule_outside_the_language_is_refused(tmp_path, when, words):
    folder = written(tmp_path / "ruled", QUESTIONS + RULE.format(code="wrong", when=when))
    with pytest.raises(CodebookError, match=words):
        load(folder)


def test_a_missing_message_is_named(tmp_path):
    folder = written(tmp_path / "b")
    file = folder / "book.toml"
    file.write_text(file.read_text("utf-8").replace("[message.too_small]", "[message.too_tiny]"), "utf-8")
    with pytest.raises(CodebookError, match="too_small"):
        load(folder)


def test_a_message_with_a_place_that_nothing_fills_is_named(tmp_path):
    folder = written(tmp_path / "b")
    file = folder / "book.toml"
    file.write_text(file.read_text("utf-8").replace("too_small: {label}", "too_small: {lable}"), "utf-8")
    with pytest.raises(CodebookError, match=r"too_small can hold \{label\}, \{bound\} only"):
        load(folder)


@pytest.mark.parametrize(
    ("crosswalk", "words"),
    [
        ('variables = { old = "new" }', "old becomes new"),
        ('codes = { colours = { violet = "mauve" } }', "colours: violet becomes mauve"),
        ('codes = { size = { big = "small" } }', "codes of size"),
    ],
)
def test_a_crosswalk_to_what_isnt_there_is_refused(tmp_path, crosswalk, words):
    folder = written(tmp_path / "b", QUESTIONS + f'\n[crosswalk."0"]\n{crosswalk}\n')
    with pytest.raises(CodebookError, match=words):
        load(folder)


def test_a_file_that_isnt_toml_is_named(tmp_path):
    folder = written(tmp_path / "b", "this is not TOML")
    with pytest.raises(CodebookError, match=r"questions\.toml"):
        load(folder)


def test_a_folder_without_a_book_is_refused(tmp_path):
    with pytest.raises(CodebookError, match="no such file"):
        load(tmp_path)


# --- change -----------------------------------------------------------------------------------------------


def test_the_same_book_is_read_once_and_a_changed_file_again(tmp_path):
    folder = written(tmp_path / "b")
    first = load(folder)
    assert load(folder) is first
    file = folder / "questions.toml"
    file.write_text(file.read_text("utf-8").replace('sv = "Burkar"', 'sv = "Krukor"'), "utf-8")
    os.utime(file, ns=(1, 1))
    assert load(folder).variables["pots"].label["sv"] == "Krukor"


def test_a_shared_file_is_read_too(tmp_path):
    (tmp_path / "shades.toml").write_text(
        '[list.further]\ncodes = [{ code = "grey", sv = "Grå", en = "Grey" }]', "utf-8"
    )
    book = BOOK.replace('role_variable = "role"', 'role_variable = "role"\nshared = ["../shades.toml"]')
    questions = QUESTIONS.replace('codes = "shades"', 'codes = "further"')
    assert "grey" in load(written(tmp_path / "b", questions, book)).variables["shade"].codes


CROSSWALK = """
[crosswalk."1"]
variables = { pots = "jars", until = "" }
codes = { colours = { orange = "red", blue = "" } }
"""


@pytest.fixture
def newer(tmp_path) -> Codebook:
    questions = QUESTIONS.replace('"pots"', '"jars"')
    for old, new in (("orange", "ochre"), ("blue", "azure")):
        questions = questions.replace(f'code = "{old}"', f'code = "{new}"')
    book = BOOK.replace('version = "1"', 'version = "2"')
    return load(written(tmp_path / "newer", questions + CROSSWALK, book))


def test_a_crosswalk_carries_old_answers_over_and_says_what_is_left_behind(newer):
    walk = newer.crosswalks["1"]
    carried, lost = walk.carry(
        {"pots": 3, "until": "2016-01", "colours": ["red", "orange"], "since": "2015-01"}
    )
    assert carried == {"jars": 3, "colours": ["red"], "since": "2015-01"}
    assert lost == ["until", "colours"]
    assert walk.carry({"colours": ["blue"]}) == ({}, ["colours"])


def test_a_complete_crosswalk_has_no_gaps(book, newer):
    assert newer.crosswalks["1"].gaps(book, newer) == []


def test_a_forgotten_code_or_question_is_found(book, tmp_path):
    questions = QUESTIONS.replace('"pots"', '"jars"').replace('code = "orange"', 'code = "ochre"')
    later = load(written(tmp_path / "later", questions + '\n[crosswalk."1"]\n', BOOK))
    assert later.crosswalks["1"].gaps(book, later) == ["colours: orange", "pots"]


def test_a_question_that_doesnt_exist_is_named_in_the_message(book):
    (finding,) = book.check({"weight": "3"}, role="grown", today=TODAY)
    assert finding.message == {"sv": "unknown_variable: weight", "en": "unknown_variable: weight"}


def test_a_step_holds_the_questions_of_a_role(book):
    assert [v.code for v in book.in_step("all", "child")] == [
        "role",
        "colours",
        "since",
        "until",
        "pots",
        "lids",
    ]
    assert [v.code for v in book.in_step("all", "grown")] == list(book.variables)
    assert book.in_step("other", "grown") == ()


def test_an_answer_not_yet_in_use_is_refused_until_its_first_day(tmp_path):
    folder = written(tmp_path / "b", QUESTIONS.replace("until = 2020-01-01", "since = 2017-03-10"))
    book = load(folder)
    assert codes_of(book, {"colours": ["blue"]}, today=dt.date(2017, 3, 9)) == [
        ("colours", "code_not_in_use")
    ]
    assert codes_of(book, {"colours": ["blue"]}, today=dt.date(2017, 3, 10)) == []


def test_labels_are_found_for_answers_and_groups_and_nothing_else(book):
    colours = book.variables["colours"]
    assert colours.answer_label("red") == {"sv": "Röd", "en": "Red"}
    assert colours.answer_label("warm") == {"sv": "Varm", "en": "Warm"}
    with pytest.raises(KeyError):
        colours.answer_label("mauve")
    with pytest.raises(KeyError):
        book.variables["pots"].answer_label("red")


def test_only_not_known_stands_alone_among_derived_groups(book):
    codes = book.derived["heat"].codes
    assert [code.code for code in codes if code.missing] == ["not_known"]
    assert [code.code for code in codes if code.exclusive] == ["none", "not_known"]


def test_a_field_holds_one_value_unless_it_says_several(book):
    assert [f.many for f in book.standards["abc"].fields.values()] == [False, False]
