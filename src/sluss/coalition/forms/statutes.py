"""What the pages of the statutes take in."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from sluss.coalition.forms.people import day_input
from sluss.coalition.models import StatutesVersion
from sluss.coalition.rules import Majority, StatuteRules, Tie

MAJORITIES = [
    (Majority.SIMPLE.value, _("More yes than no")),
    (Majority.ABSOLUTE.value, _("More than half of all votes cast")),
    (Majority.TWO_THIRDS.value, _("Two thirds of yes and no together")),
    (Majority.THREE_QUARTERS.value, _("Three quarters of yes and no together")),
]
TIES = [
    (Tie.CHAIR.value, _("The chair's vote decides")),
    (Tie.LOT.value, _("The lot decides")),
    (Tie.LOST.value, _("The proposal falls")),
]


@dataclass(frozen=True)
class Written:
    """The articles as they stand in the editor, and which text they began from."""

    articles: tuple[tuple[str, str], ...]
    edits: int

    @classmethod
    def of(cls, version: StatutesVersion) -> Self:
        return cls(tuple((one.heading, one.text) for one in version.articles.all()), version.edits)

    @classmethod
    def read(cls, posted: QueryDict) -> Self:
        """What the page sends: headings and texts in order; those ticked as gone are left out, and then `do`
        ("add", "up:2", "down:2") is done."""
        gone = set(posted.getlist("gone"))
        pairs = zip(posted.getlist("heading"), posted.getlist("text"), strict=False)
        kept = [pair for number, pair in enumerate(pairs, start=1) if str(number) not in gone]
        edits = posted.get("edits", "")
        do = posted.get("do", "")
        moves = do != "add" and gone  # the numbers on the buttons hold no longer
        return cls(tuple(kept if moves else _arranged(kept, do)), int(edits) if edits.isdecimal() else -1)


def _arranged(articles: list[tuple[str, str]], do: str) -> list[tuple[str, str]]:
    verb, _colon, number = do.partition(":")
    if verb == "add":
        return [*articles, ("", "")]
    place = int(number) - 1 if number.isdecimal() else -1
    other = place + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= place < len(articles) and 0 <= other < len(articles):
        articles[place], articles[other] = articles[other], articles[place]
    return articles


def _days(label: Any, help_text: Any = "", least: int = 0, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=365, required=required
    )


class RulesForm(forms.Form):
    """The rules in plain words. The names of the fields are `StatuteRules`' own, the day of the year apart."""

    notice_days = _days(
        _("How many days before the annual meeting must notice go out?"), _("Three weeks are 21 days.")
    )
    earliest_notice_days = _days(
        _("How many days before may it go out at the earliest?"),
        _("Leave it empty if the statutes don't say."),
        required=False,
    )
    notice_days_extra = _days(_("How many days before an extra meeting?"))
    motion_days = _days(_("How many days before must motions be in?"))
    papers_days = _days(_("How many days before are the papers sent?"))
    accreditation_days = _days(_("How many days before do members name their delegates?"))
    month = forms.TypedChoiceField(
        label=_("The annual meeting is held at the latest in"), choices=list(MONTHS.items()), coerce=int
    )
    day = forms.IntegerField(label=_("on day"), min_value=1, max_value=31)
    proxies_allowed = forms.BooleanField(label=_("A delegate may vote for another by proxy"), required=False)
    proxies_per_delegate = _days(_("How many proxies may a delegate carry?"))
    quorum_percent = forms.IntegerField(
        label=_("How many per cent of the members must be there?"),
        help_text=_("0 if the meeting decides however few have come."),
        min_value=0,
        max_value=100,
    )
    majority = forms.ChoiceField(label=_("What carries a proposal?"), choices=MAJORITIES)
    majority_statutes = forms.ChoiceField(label=_("What changes the statutes?"), choices=MAJORITIES)
    statutes_second_reading = forms.BooleanField(
        label=_("A change of the statutes needs two decisions, at two meetings"), required=False
    )
    tie = forms.ChoiceField(label=_("When the votes are equal?"), choices=TIES)
    tie_elections = forms.ChoiceField(label=_("When they are equal in an election?"), choices=TIES[:2])
    board_least = _days(_("How many sit on the board at least?"), least=1)
    board_most = _days(_("And at most?"), least=1)
    term_years = forms.IntegerField(label=_("For how many years are they elected?"), min_value=1, max_value=9)
    adjustors = forms.IntegerField(label=_("How many adjust the minutes?"), min_value=0, max_value=9)
    minutes_days = _days(_("Within how many days are the minutes ready?"))

    @classmethod
    def showing(cls, rules: StatuteRules, **more: Any) -> Self:
        """The form as it shows kept rules."""
        month, day = rules.latest_annual_meeting
        return cls(initial={**rules.as_json(), "month": month, "day": day}, **more)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("month") and found.get("day"):
            self._check_day(found["month"], found["day"])
        if _less(found, "board_most", "board_least"):
            self.add_error("board_most", _("The most can't be fewer than the least."))
        if found.get("earliest_notice_days") and _less(found, "earliest_notice_days", "notice_days"):
            self.add_error("earliest_notice_days", _("The earliest day can't come after the latest one."))
        return found

    def _check_day(self, month: int, day: int) -> None:
        days = calendar.monthrange(2017, month)[
            1
        ]  # any year without a leap day: the day must exist each year
        if day > days:
            self.add_error("day", _("That month doesn't have that day every year."))

    def rules(self) -> StatuteRules:
        """The rules that a valid form says."""
        found = self.cleaned_data
        names: Iterable[str] = (one.name for one in fields(StatuteRules) if one.name in found)
        kept = {name: found[name] for name in names}
        return StatuteRules.from_json({**kept, "latest_annual_meeting": (found["month"], found["day"])})


def _less(found: dict[str, Any], one: str, other: str) -> bool:
    return found.get(one) is not None and found.get(other) is not None and found[one] < found[other]


class ExampleForm(forms.Form):
    """For which annual meeting the dates are shown."""

    meeting = forms.DateField(label=_("If the annual meeting is on"), widget=day_input())

    def day_or(self, usual: dt.date) -> dt.date:
        found: dt.date = self.cleaned_data["meeting"] if self.is_valid() else usual
        return found


class AdoptForm(forms.Form):
    adopted_by = forms.CharField(
        label=_("By which decision?"),
        help_text=_("As it is cited: 2017:4, annual meeting 31 March 2017."),
        max_length=90,
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=day_input())


class AdoptOnceForm(forms.Form):
    adopted_by = forms.CharField(
        label=_("By which decision?"),
        help_text=_("As it is cited: 2017:4, annual meeting 31 March 2017."),
        max_length=90,
    )
