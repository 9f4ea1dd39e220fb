"""The coalition's own codebook: complete, in both languages, and able to find each fault."""

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sluss.contacts import codebook
from sluss.contacts.codebook import book_of, versions
from veil.codebook import Codebook, CodebookError, Variable, load
from veil.codebook.words import plain_words

TODAY = dt.date(2017, 3, 10)
PERIOD = (dt.date(2016, 1, 1), dt.date(2016, 12, 31))
BOOK = book_of("2017")

#: of each age band of the field
LOWEST = (0, 7, 13, 15, 18, 21, 24, 27, 30, 39, 48)

EXPLOITED = "directly_exploited"
CHILD = "accompanying_child"


# --- what must be in it -----------------------------------------------------------------------------------


def test_the_version_is_there_and_another_is_not():
    assert "2017" in versions()
    with pytest.raises(KeyError):
        book_of("1917")


def test_the_form_has_five_steps_and_every_step_has_questions():
    assert [step.code for step in BOOK.steps] == [
        "meeting",
        "person",
        "exploitation",
        "authorities",
        "support",
    ]
    assert {variable.step for variable in BOOK.variables.values()} == {step.code for step in BOOK.steps}


@pytest.mark.parametrize(
    "variable",
    [
        "role",
        "first_contact",
        "county",
        "channel",
        "referred_by",
        "known_elsewhere",
        "identified_by",
        "identified_on",
        "status",
        "sex",
        "gender_identity",
        "age",
        "age_start",
        "citizenship",
        "residence",
        "unaccompanied",
        "acts",
        "means",
        "purposes",
        "forms",
        "sexual_kinds",
        "industry",
        "where",
        "where_county",
        "recruited_by",
        "recruited_where",
        "online_service",
        "control",
        "vulnerabilities",
        "health_needs",
        "police_report",
        "report_by",
        "report_month",
        "offences",
        "no_report_reason",
        "authority_contact",
        "authority_support",
        "reflection_period",
        "temporary_permit",
        "support_given",
        "support_programme",
        "unmet_needs",
        "children",
        "children_ages",
        "children_where",
        "child_where",
        "needs_assessed",
        "concern_report",
        "closed",
        "closed_to",
    ],
)
def test_the_fields_variables_are_asked(variable):
    assert variable in BOOK.variables


def test_what_is_kept_beside_the_answers_is_named():
    assert list(BOOK.record) == ["number", "belongs_to", "group_case", "linkage_code", "may_be_counted"]


def test_the_roles_and_who_they_belong_to():
    assert {code: role.needs_parent for code, role in BOOK.roles.items()} == {
        "directly_exploited": False,
        "accompanying_child": True,
        "child_elsewhere": True,
        "sibling": True,
        "partner_or_relative": True,
    }


def test_siblings_partners_and_relatives_can_be_told_as_one():
    assert BOOK.hierarchies("role") == {"kind": {"sibling": "relatives", "partner_or_relative": "relatives"}}


def test_the_age_bands_are_the_fields_and_lie_end_to_end():
    bands = [code.span for code in BOOK.variables["age"].codes if code.span and not code.coarse]
    assert bands == list(zip(LOWEST, [*(low - 1 for low in LOWEST[1:]), None], strict=True))


@pytest.mark.parametrize(
    ("age", "code"), [(0, "age_0_6"), (17, "age_15_17"), (18, "age_18_20"), (99, "age_48_up")]
)
def test_a_whole_age_falls_into_its_band(age, code):
    assert BOOK.variables["age"].codes.holding(age).code == code


def test_there_are_21_counties():
    assert len([code for code in BOOK.variables["county"].codes if not code.exclusive]) == 21


def test_all_countries_of_iso_3166_and_kosovo_are_there():
    two_letters = [code.code for code in BOOK.variables["citizenship"].codes if len(code.code) == 2]
    assert len(two_letters) == 250
    assert {"XK", "PS", "TW", "SS", "AX"} <= set(two_letters)


@pytest.mark.parametrize("day", [dt.date(year, 7, 2) for year in range(1990, 2031, 2)])
def test_every_citizenship_has_a_region_and_a_group_on_every_day(day):
    codes = BOOK.variables["citizenship"].codes
    countries = [code for code in codes if len(code.code) == 2]
    alone = [
        c.code
        for c in countries
        for level in ("region", "group", "eu")
        if codes.parent(c.code, level, day) == c.code
    ]
    assert alone == []


def test_regions_lie_whole_within_the_groups_on_every_day():
    codes = BOOK.variables["citizenship"].codes
    days = [dt.date(year, 7, 2) for year in range(1990, 2031, 2)]
    pairs = {
        (codes.parent(c.code, "region", day), codes.parent(c.code, "group", day))
        for c in codes
        for day in days
        if len(c.code) == 2
    }
    assert len(pairs) == len({region for region, _ in pairs})


@pytest.mark.parametrize(
    "name", ["sex", "age", "citizenship", "residence", "forms", "police_report", "control"]
)
def test_unknown_not_asked_and_declined_are_three_answers(name):
    codes = BOOK.variables[name].codes
    assert [code for code in ("unknown", "not_asked", "declined") if code in codes] == [
        "unknown",
        "not_asked",
        "declined",
    ]


def test_a_short_form_has_few_questions_for_each_role():
    core = [variable for variable in BOOK.variables.values() if variable.core]
    asked = {role: len([v for v in core if role in v.asked_of and v.ask_when is None]) for role in BOOK.roles}
    assert asked == {
        "directly_exploited": 18,
        "accompanying_child": 11,
        "child_elsewhere": 5,
        "sibling": 9,
        "partner_or_relative": 9,
    }


def every_text(book: Codebook):
    """(where, the text in each language) of all that a person may read."""
    for step in book.steps:
        yield step.code, step.label
    for variable in (*book.variables.values(), *book.derived.values()):
        yield variable.code, variable.label
        yield variable.code, variable.question
        yield variable.code, variable.help
        for code in variable.codes or ():
            yield f"{variable.code}, {code.code}", code.label
        for level in variable.codes.levels if variable.codes else ():
            yield f"{variable.code}, {level.code}", level.label
            for group in level.groups:
                yield f"{variable.code}, {group.code}", group.label
    for kept in book.record.values():
        yield kept.code, kept.label
        yield kept.code, kept.help
    for rule in book.rules:
        yield rule.code, rule.message
    yield from book.messages.items()


def test_every_text_is_there_in_swedish_and_english():
    assert [
        where for where, text in every_text(BOOK) if set(text) != {"sv", "en"} or not all(text.values())
    ] == []


@pytest.mark.parametrize(
    "word", ["tyvarr", "validering", "entitet", "ogiltig", "ogiltigt", "fall", "klient", "objekt"]
)
def test_no_text_uses_a_word_that_plain_swedish_avoids(word):
    assert [where for where, text in every_text(BOOK) if word in plain_words(text["sv"]).split()] == []


def test_no_text_shouts():
    assert [where for where, text in every_text(BOOK) if "!" in text["sv"] + text["en"]] == []


@pytest.mark.parametrize("variable", BOOK.variables.values(), ids=lambda v: v.code)
def test_no_two_answers_to_a_question_read_the_same(variable):
    for language in BOOK.languages:
        labels = [code.label[language] for code in variable.codes or ()]
        assert sorted(labels) == sorted(set(labels))


# --- valid answers pass, each fault is found --------------------------------------------------------------

MONTHS = st.dates(dt.date(1990, 1, 1), dt.date(2016, 12, 31)).map(lambda day: f"{day:%Y-%m}")


def answer_to(variable: Variable) -> st.SearchStrategy:
    codes = variable.codes
    alone = [code.code for code in codes or () if code.exclusive]
    if variable.kind == "many":
        several = [code.code for code in codes if not code.exclusive]
        sets = st.lists(st.sampled_from(several), min_size=1, max_size=4, unique=True)
        return sets | st.sampled_from(alone).map(lambda code: [code]) if alone else sets
    if variable.kind == "one":
        return st.sampled_from([code.code for code in codes])
    own = MONTHS if variable.kind == "month" else st.integers(variable.minimum, variable.maximum)
    return own | st.sampled_from(alone)


@st.composite
def persons(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A role and answers that the codebook lets through; what is asked follows from the answers before."""
    role = draw(st.sampled_from(list(BOOK.roles)))
    answers: dict[str, Any] = {}
    for variable in BOOK.variables.values():
        if variable.code == "role" or not BOOK.is_asked(variable.code, answers, role):
            continue
        if variable.required or draw(st.booleans()):
            answers[variable.code] = draw(answer_to(variable))
    ages = BOOK.variables["age"].codes
    if "child" in role:
        assume(ages.parent(answers["age"], "class") != "adult")
    start, now = (ages[answers[name]].span if name in answers else None for name in ("age_start", "age"))
    assume(not (start and now and now[1] is not None and start[0] > now[1]))
    return role, answers


def hard_findings(role: str, answers: dict[str, Any]) -> list[tuple[str, str]]:
    parent = {"age": "age_39_47"} if BOOK.roles[role].needs_parent else None
    found = BOOK.check(answers, role=role, today=TODAY, parent=parent, period=PERIOD)
    return [(finding.variable, finding.rule_code) for finding in found if finding.hard]


@given(persons())
def test_valid_answers_pass(person):
    assert hard_findings(*person) == []


@given(persons(), st.data())
def test_a_code_outside_the_list_is_found(person, data):
    role, answers = person
    name = data.draw(st.sampled_from(sorted(answers)))
    kind = BOOK.variables[name].kind
    answers[name] = ["nonsense"] if kind == "many" else "nonsense"
    rule = {"integer": "not_a_number", "month": "not_a_month"}.get(kind, "unknown_code")
    assert (name, rule) in hard_findings(role, answers)


@given(persons(), st.data())
def test_a_list_where_one_answer_belongs_and_the_reverse_are_found(person, data):
    role, answers = person
    name = data.draw(st.sampled_from(sorted(answers)))
    if BOOK.variables[name].kind == "many":
        answers[name] = answers[name][0]
        assert (name, "several_answers") in hard_findings(role, answers)
    else:
        answers[name] = [answers[name]]
        assert (name, "one_answer") in hard_findings(role, answers)


@given(persons(), st.data())
def test_not_known_together_with_something_else_is_found(person, data):
    role, answers = person
    several = [name for name in answers if BOOK.variables[name].kind == "many"]
    name = data.draw(st.sampled_from(sorted(several)))
    codes = BOOK.variables[name].codes
    some = next(code.code for code in codes if not code.exclusive)
    alone = data.draw(st.sampled_from([code.code for code in codes if code.exclusive]))
    answers[name] = [some, alone]
    assert (name, "stands_alone") in hard_findings(role, answers)


@given(persons(), st.data())
def test_a_required_answer_left_out_is_found(person, data):
    role, answers = person
    required = [name for name in answers if BOOK.variables[name].required]
    name = data.draw(st.sampled_from(sorted(required)))
    del answers[name]
    assert (name, "required") in hard_findings(role, answers)


@given(persons())
def test_a_month_in_the_future_is_found(person):
    role, answers = person
    assume("first_contact" in answers)
    answers["first_contact"] = "2017-04"
    assert hard_findings(role, answers) == [("first_contact", "in_the_future")]


@given(persons(), st.data())
def test_an_answer_that_isnt_asked_of_the_role_is_found(person, data):
    role, answers = person
    others = [v for v in BOOK.variables.values() if role not in v.asked_of]
    assume(others)
    variable = data.draw(st.sampled_from(others))
    answers[variable.code] = data.draw(answer_to(variable))
    assert (variable.code, "not_for_this_role") in hard_findings(role, answers)


@given(persons(), st.integers(-50, -1))
def test_a_negative_number_of_children_is_found(person, number):
    _, answers = person
    assert ("children", "too_small") in hard_findings(EXPLOITED, {**answers, "children": number})


@given(persons())
def test_pruned_answers_hold_nothing_out_of_place(person):
    role, answers = person
    for other in BOOK.roles:
        wrong = {"not_in_place", "not_for_this_role"}
        assert [f for f in hard_findings(other, BOOK.prune(answers, other)) if f[1] in wrong] == []
    assert BOOK.prune(answers, role) == answers


# --- each rule has a case in which it speaks --------------------------------------------------------------

ADULT = {
    "first_contact": "2016-05",
    "sex": "female",
    "age": "age_24_26",
    "citizenship": ["NG"],
    "forms": ["sexual"],
    "police_report": "no",
}
YES = {**ADULT, "police_report": "yes", "offences": ["trafficking"]}
GIRL = {**ADULT, "age": "age_15_17", "citizenship": ["SE"]}
YOUNG = {"first_contact": "2016-05", "sex": "male", "age": "age_7_12", "citizenship": ["NG"]}

#: rule -> (role, answers in which it speaks, answers in which it is silent, the parent's answers)
CASES: dict[str, tuple[str, dict, dict, dict | None]] = {
    "child_is_adult": (CHILD, {**YOUNG, "age": "adult_unspecified"}, YOUNG, {}),
    "child_not_younger_than_parent": (CHILD, {**YOUNG, "age": "age_15_17"}, YOUNG, {"age": "age_13_14"}),
    "exploited_before_born": (
        EXPLOITED,
        {**GIRL, "age_start": "adult_unspecified"},
        {**GIRL, "age_start": "child_unspecified"},
        None,
    ),
    "report_month_before_exploitation_possible": (
        EXPLOITED,
        {**YES, "report_month": "2016-04"},
        {**YES, "report_month": "2016-05"},
        None,
    ),
    "contact_before_period": (EXPLOITED, {**ADULT, "first_contact": "2015-12"}, ADULT, None),
    "contact_after_period": (EXPLOITED, {**ADULT, "first_contact": "2017-01"}, ADULT, None),
    "very_young_exploited": (EXPLOITED, {**ADULT, "age": "age_0_6"}, {**ADULT, "age": "age_7_12"}, None),
    "swede_in_asylum": (
        EXPLOITED,
        {**ADULT, "citizenship": ["SE"], "residence": "asylum_seeker"},
        {**ADULT, "citizenship": ["SE"], "residence": "citizen"},
        None,
    ),
    "citizen_without_citizenship": (
        EXPLOITED,
        {**ADULT, "residence": "citizen"},
        {**ADULT, "citizenship": ["unknown"], "residence": "citizen"},
        None,
    ),
    "eu_right_third_country": (
        EXPLOITED,
        {**ADULT, "residence": "eu_right"},
        {**ADULT, "citizenship": ["NG", "RO"], "residence": "eu_right"},
        None,
    ),
    "eu_citizen_in_asylum": (
        EXPLOITED,
        {**ADULT, "citizenship": ["RO"], "residence": "dublin"},
        {**ADULT, "residence": "dublin"},
        None,
    ),
    "report_without_offence": (EXPLOITED, {**ADULT, "police_report": "yes"}, YES, None),
    "form_not_known": (EXPLOITED, {**ADULT, "forms": ["not_asked"]}, ADULT, None),
    "confirmed_without_report": (
        EXPLOITED,
        {**ADULT, "status": "confirmed"},
        {**YES, "status": "confirmed"},
        None,
    ),
    "permit_for_citizen": (
        EXPLOITED,
        {**YES, "residence": "eu_right", "temporary_permit": "yes"},
        {**YES, "residence": "eu_right", "temporary_permit": "no"},
        None,
    ),
    "support_without_contact": (
        EXPLOITED,
        {**ADULT, "authority_contact": ["none"], "authority_support": ["police"]},
        {**ADULT, "authority_contact": ["none"], "authority_support": ["none"]},
        None,
    ),
    "many_children": (EXPLOITED, {**ADULT, "children": 9}, {**ADULT, "children": 8}, None),
    "mother_is_young_child": (
        EXPLOITED,
        {**ADULT, "age": "age_7_12", "children": 1},
        {**ADULT, "children": 1},
        None,
    ),
    "girl_recruited_online_fits": (
        EXPLOITED,
        {**ADULT, "age_start": "age_21_23", "vulnerabilities": ["girl_recruited_online"]},
        {**ADULT, "age_start": "age_15_17", "vulnerabilities": ["girl_recruited_online"]},
        None,
    ),
    "exploited_by_husband_fits": (
        EXPLOITED,
        {**ADULT, "citizenship": ["RO"], "vulnerabilities": ["exploited_by_husband"]},
        {**ADULT, "vulnerabilities": ["exploited_by_husband"]},
        None,
    ),
    "unaccompanied_refused_fits": (
        EXPLOITED,
        {**GIRL, "unaccompanied": "no", "vulnerabilities": ["unaccompanied_refused"]},
        {**GIRL, "unaccompanied": "yes", "vulnerabilities": ["unaccompanied_refused"]},
        None,
    ),
}


def test_every_rule_has_a_case():
    assert sorted(CASES) == sorted(rule.code for rule in BOOK.rules)


@pytest.mark.parametrize("code", CASES)
def test_a_rule_speaks_in_its_case_and_is_silent_beside_it(code):
    role, speaks, silent, parent = CASES[code]

    def codes(answers: dict) -> set[str]:
        found = BOOK.check(answers, role=role, today=TODAY, parent=parent, period=PERIOD)
        return {finding.rule_code for finding in found}

    assert code in codes(speaks)
    assert code not in codes(silent)


def test_a_child_of_43_is_refused_beside_the_age():
    band = BOOK.variables["age"].codes.holding(43).code
    found = BOOK.check({**YOUNG, "age": band}, role=CHILD, today=TODAY, parent={})
    assert [(f.variable, f.rule_code, f.hard) for f in found] == [("age", "child_is_adult", True)]


def test_a_soft_rule_waits_until_the_person_is_complete():
    answers = {**ADULT, "police_report": "yes"}
    found = BOOK.check(answers, role=EXPLOITED, today=TODAY, complete=False)
    assert found == []


# --- what follows from the answers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("citizenship", "day", "group"),
    [
        (["GB"], dt.date(2019, 12, 31), "eu_eea"),
        (["GB"], dt.date(2020, 1, 31), "eu_eea"),
        (["GB"], dt.date(2020, 2, 1), "third_country"),
        (["GB"], dt.date(2021, 12, 31), "third_country"),
        (["HR"], dt.date(2013, 6, 30), "third_country"),
        (["HR"], dt.date(2013, 7, 1), "eu_eea"),
        (["RO"], dt.date(2006, 12, 31), "third_country"),
        (["RO"], dt.date(2016, 12, 31), "eu_eea"),
        (["NO"], dt.date(2016, 12, 31), "eu_eea"),
        (["CH"], dt.date(2016, 12, 31), "third_country"),
        (["SE"], dt.date(2016, 12, 31), "sweden"),
        (["stateless"], dt.date(2016, 12, 31), "stateless"),
        (["unknown"], dt.date(2016, 12, 31), "not_known"),
        (["declined"], dt.date(2016, 12, 31), "not_known"),
        (["NG", "SE"], dt.date(2016, 12, 31), "sweden"),
        (["BR", "PT"], dt.date(2016, 12, 31), "eu_eea"),
        (["NG", "GH"], dt.date(2016, 12, 31), "third_country"),
        (["eu_eea_unspecified"], dt.date(2016, 12, 31), "eu_eea"),
    ],
)
def test_the_citizenship_group_is_that_of_the_day(citizenship, day, group):
    assert BOOK.derive({"citizenship": citizenship}, day)["citizenship_group"] == group


def test_of_several_citizenships_one_is_counted():
    assert BOOK.derive({"citizenship": ["BR", "PT"]}, TODAY)["citizenship_counted"] == "PT"
    assert BOOK.derive({"citizenship": ["NG", "GH"]}, TODAY)["citizenship_counted"] == "NG"


def test_eu_statistics_put_norway_outside():
    derived = BOOK.derive({"citizenship": ["NO"]}, TODAY)
    assert (derived["citizenship_group"], derived["citizenship_eu"]) == ("eu_eea", "non_eu")
    assert BOOK.in_standard(derived, "eurostat") == {"citizenship": ["non-EU"]}


@pytest.mark.parametrize(
    ("age", "class_"),
    [
        ("age_15_17", "child"),
        ("age_18_20", "adult"),
        ("child_unspecified", "child"),
        ("adult_unspecified", "adult"),
        ("unknown", "not_known"),
    ],
)
def test_child_or_adult_follows_from_the_age(age, class_):
    assert BOOK.derive({"age": age}, TODAY) == {"age_class": class_}


def test_support_from_any_authority_follows():
    assert BOOK.derive({"authority_support": ["police", "school"]}, TODAY) == {
        "any_authority_support": "some_authority"
    }
    assert BOOK.derive({"authority_support": ["none"]}, TODAY) == {"any_authority_support": "none"}


# --- mapped to ... ----------------------------------------------------------------------------------------


def test_a_person_is_told_in_each_standard():
    answers = {
        **ADULT,
        "forms": ["sexual", "domestic_servitude", "criminal"],
        "sexual_kinds": ["remote"],
        "recruited_by": ["partner", "friend"],
        "control": ["restricts_movement", "debt"],
        "where": ["sweden"],
    }
    answers |= BOOK.derive(answers, TODAY)
    assert BOOK.in_standard(answers, "htcds") == {
        "prs_Gender": ["Feminine"],
        "prs_Citizenship": ["NG"],
        "vic_TypeOfExploitation": ["SexualExploitation", "Servitude", "Other"],
        "vic_TypeOfSexExploitation": ["RemoteInteractiveServices"],
        "vic_RelationshipToTrafficker": ["Familial", "Acquainted"],
        "vic_MethodsOfControl": ["Other", "DebtBondage"],
    }
    assert BOOK.in_standard(answers, "ctdc") == {
        "gender": ["Woman"],
        "ageBroad": ["24--26"],
        "citizenship": ["NGA"],
        "CountryOfExploitation": ["SWE"],
        "isSexualExploit": ["1"],
        "isForcedLabour": ["1"],
        "typeOfLabourDomesticWork": ["1"],
        "recruiterRelationIntimatePartner": ["1"],
        "recruiterRelationFriend": ["1"],
        "meansDenyBasicNeeds": ["1"],
        "meansDebtBondageEarnings": ["1"],
    }
    assert BOOK.in_standard(answers, "eurostat") == {
        "sex": ["females"],
        "form of exploitation": ["sexual exploitation", "forced labour", "other"],
        "citizenship": ["non-EU"],
    }


def test_gender_identity_goes_before_sex_where_a_standard_has_one_field():
    answers = {"sex": "male", "gender_identity": "trans_woman"}
    assert BOOK.in_standard(answers, "htcds") == {"prs_Gender": ["TransgenderFeminine"]}
    answers["gender_identity"] = "as_sex"
    assert BOOK.in_standard(answers, "htcds") == {"prs_Gender": ["Masculine"]}


def test_the_age_band_across_two_of_ctdcs_has_no_counterpart():
    assert BOOK.in_standard({"age": "age_7_12", "age_start": "age_0_6"}, "ctdc") == {}


@pytest.mark.parametrize("standard", ["htcds", "ctdc", "ctdc2017", "eurostat"])
def test_mappings_name_only_what_the_standard_has(standard):
    fields = BOOK.standards[standard].fields
    unknown = []
    for variable in BOOK.variables.values():
        name = variable.mappings.get(standard)
        for code in variable.codes or ():
            for value in code.mappings.get(standard, ()):
                known = (
                    not fields[name].values or value in fields[name].values if name else fields[value].flag
                )
                unknown += [] if known else [(variable.code, code.code, value)]
    assert unknown == []


def test_every_control_that_ctdc_2017_knows_can_be_told():
    told = {v for code in BOOK.variables["control"].codes for v in code.mappings.get("ctdc2017", ())}
    flags = {name for name in BOOK.standards["ctdc2017"].fields if name.startswith("meansOfControl")}
    assert flags - told == {"meansOfControlNotSpecified"}


def test_our_list_of_htcds_values_is_the_published_one(shared):
    """Every choice of the standard's own XLSForm is understood, with its trailing space and its prefixes."""
    form = openpyxl.load_workbook(shared / "data/htcds/htcds-xlsform.xlsx", read_only=True)
    rows = list(form["survey"].iter_rows(min_row=2, values_only=True))
    lists = {row[0].split()[1]: row[1] for row in rows if row[0] and row[0].startswith("select")}
    standard = BOOK.standards["htcds"]
    missed = []
    for list_name, value, label, *_ in form["choices"].iter_rows(min_row=2, values_only=True):
        if list_name in {"citizenship", "consent", None}:
            continue
        field = standard.field(lists[list_name])
        if field is None or field.value(value) is None or field.value(label) is None:
            missed.append((list_name, value))
    assert missed == []


@pytest.mark.parametrize("file", ["htcds-2.0.xlsx", "htcds-2.0-single-select.xlsx"])
def test_the_columns_of_the_htcds_spreadsheets_that_we_map_are_found(shared, file):
    sheet = openpyxl.load_workbook(shared / "data/htcds" / file, read_only=True).worksheets[0]
    names, labels = list(sheet.iter_rows(max_row=2, values_only=True))
    standard = BOOK.standards["htcds"]
    ours = {field for variable in BOOK.variables.values() if (field := variable.mappings.get("htcds"))}
    found = {field.name for name in names if name and (field := standard.field(name))}
    called = {field.name for label in labels if label and (field := standard.field(label))}
    assert called == found
    absent = {"prs_NumberOfChildren", "vic_RelationshipToTrafficker"}
    assert ours - found == absent  # the spreadsheet leaves them out, the standard has them


def test_every_country_of_htcds_is_a_citizenship(shared):
    form = openpyxl.load_workbook(shared / "data/htcds/htcds-xlsform.xlsx", read_only=True)
    choices = form["choices"].iter_rows(min_row=2, values_only=True)
    countries = [(row[1], row[2]) for row in choices if row[0] == "citizenship"]
    codes = BOOK.variables["citizenship"].codes
    assert [code for code, _ in countries if [c.code for c in codes.matching("htcds", code)] != [code]] == []
    assert [name for code, name in countries if BOOK.guess("citizenship", name).codes != (code,)] == []


@pytest.mark.parametrize(
    ("variable", "written", "codes", "either"),
    [
        ("forms", "ForcedBegging", ("begging",), ()),
        ("forms", "Forced labour", ("labour",), ()),
        ("forms", "Other", ("other",), ()),
        ("forms", "ChildLabour", ("labour",), ()),
        ("forms", "ForcedAdoption", ("illegal_adoption",), ()),
        ("control", "DebtBondage ", ("debt",), ()),
        ("control", "ThreatensChildrenFamily", (), ("threats_to_family", "uses_children")),
        ("recruited_by", "Unacquainted", (), ("agency", "stranger")),
        ("industry", "F_Construction", ("F",), ()),
        ("citizenship", "AL", ("AL",), ()),
        ("citizenship", "Kosovo", ("XK",), ()),
        ("sex", "NonSpecifiedUnknown", ("unknown",), ()),
        ("sex", "purple", (), ()),
    ],
)
def test_a_value_of_htcds_is_read(variable, written, codes, either):
    found = BOOK.from_standard(variable, "htcds", written)
    assert (found.codes, found.either) == (codes, either)


def test_what_is_told_in_htcds_is_read_back_or_left_to_choose():
    astray = []
    for variable in BOOK.variables.values():
        for code in variable.codes or ():
            for value in code.mappings.get("htcds", ()):
                found = BOOK.from_standard(variable.code, "htcds", value)
                if code.code not in (*found.codes, *found.either) and value != "Other":
                    astray.append((variable.code, code.code, value))
    assert astray == []


# --- guesses for an organisation's own words --------------------------------------------------------------


@pytest.mark.parametrize("quarter", ["q3", "q4"])
@pytest.mark.parametrize(
    ("column", "variable", "unclear"),
    [
        ("exploitation", "forms", set()),
        ("age at exploitation", "age_start", set()),
        ("gender", "sex", set()),
        ("nationality", "citizenship", {"Dominican"}),
    ],
)
def test_the_words_of_ten_organisations_are_understood(shared, quarter, column, variable, unclear):
    with (shared / f"data/uk-nrm-ngo/persons-2022-{quarter}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert BOOK.guess_variable(column) == variable
    words = {row[column] for row in rows}
    assert {word for word in words if not BOOK.guess(variable, word).whole} == unclear & words


@pytest.mark.parametrize(
    ("variable", "word", "codes"),
    [
        ("forms", "Labour & Domestic", ("labour", "domestic_servitude")),
        ("forms", "Sexual, Domestic & Criminal", ("sexual", "domestic_servitude", "criminal")),
        ("forms", "prostitution och tiggeri", ("sexual", "begging")),
        ("citizenship", "Albanian", ("AL",)),
        ("citizenship", "albansk", ("AL",)),
        ("citizenship", "Albanien", ("AL",)),
        ("citizenship", "Central African UK", ("CF", "GB")),
        ("citizenship", "South Sudanese", ("SS",)),
        ("citizenship", "Congolese (DRC)", ("CD",)),
        ("citizenship", "Côte d’Ivoire", ("CI",)),
        ("citizenship", "bosnien och hercegovina", ("BA",)),
        ("citizenship", "no citizenship", ("stateless",)),
        ("citizenship", "Kosovan", ("XK",)),
        ("age", "Adult (18 or over)", ("adult_unspecified",)),
        ("age", "18+", ("adult_unspecified",)),
        ("age", "<18", ("child_unspecified",)),
        ("age", "18", ("age_18_20",)),
        ("age", "17 år", ("age_15_17",)),
        ("age", "17 apples", ()),
        ("age", "about 17", ()),
        ("age", "24–26", ("age_24_26",)),
        ("age", "Not specified or unknown", ("unknown",)),
        ("sex", "Kvinna", ("female",)),
        ("sex", "M", ("male",)),
        ("county", "AB", ("01",)),
        ("county", "1", ()),
        ("sex", "Kvinna Karlsson", ()),
    ],
)
def test_a_word_is_guessed(variable, word, codes):
    assert BOOK.guess(variable, word).codes == codes


def test_a_word_for_two_countries_is_left_to_the_person():
    found = BOOK.guess("citizenship", "Dominican")
    assert (found.codes, found.either, found.whole) == ((), ("DM", "DO"), False)


@pytest.mark.parametrize("variable", [v for v in BOOK.variables.values() if v.codes], ids=lambda v: v.code)
def test_every_answer_is_known_by_its_own_names(variable):
    for code in variable.codes:
        for word in (code.code, *code.label.values()):
            assert BOOK.guess(variable.code, word).codes == (code.code,)


# --- a change is made in one place ------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path, monkeypatch) -> Path:
    """The codebook's folder, copied so that a test may change it."""
    folder = tmp_path / "codebook"
    shutil.copytree(codebook.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr(codebook, "FOLDER", folder)
    return folder


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_a_changed_label_is_the_label_from_then_on(copied):
    assert book_of("2017").variables["police_report"].label["sv"] == "Polisanmälan"
    replaced(copied / "2017/4-authorities.toml", 'sv = "Polisanmälan"', 'sv = "Anmälan till polisen"')
    assert book_of("2017").variables["police_report"].label["sv"] == "Anmälan till polisen"


def test_a_new_year_is_a_copy_with_a_crosswalk(copied):
    """2018 calls one of the channels otherwise; the rounds of 2017 keep their own."""
    shutil.copytree(copied / "2017", copied / "2018")
    replaced(copied / "2018/book.toml", 'version = "2017"', 'version = "2018"')
    replaced(
        copied / "2018/1-meeting.toml",
        '{ code = "phone", sv = "Telefon, chatt eller e-post", en = "Phone, chat or e-mail"',
        '{ code = "helpline", sv = "Stödlinje eller chatt", en = "Helpline or chat"',
    )
    crosswalk = '[crosswalk."2017"]\ncodes = { channel = { phone = "helpline" } }\n'
    (copied / "2018/crosswalk.toml").write_text(crosswalk, "utf-8")
    old, new = book_of("2017"), book_of("2018")
    walk = new.crosswalks["2017"]
    assert versions() == ["2017", "2018"]
    assert walk.gaps(old, new) == []
    assert walk.carry({"channel": "phone", "county": "01"}) == ({"channel": "helpline", "county": "01"}, [])
    assert "phone" in old.variables["channel"].codes
    assert "phone" not in new.variables["channel"].codes


def test_a_misspelt_mapping_is_refused_by_name(copied):
    replaced(copied / "2017/3-exploitation.toml", 'htcds = "ForcedBegging"', 'htcds = "Begging"')
    with pytest.raises(
        CodebookError, match=r"3-exploitation\.toml: .*forms: begging: HTCDS 2\.0 has no Begging"
    ):
        load(copied / "2017")
