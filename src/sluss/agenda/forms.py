"""What the agenda's pages take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sluss.agenda.fields import DayField, VagueDateField
from sluss.agenda.models import LADDER, DeadlineKind, FeedScope
from sluss.agenda.rules import Recurrence
from sluss.agenda.selectors import deadlines as reading
from sluss.coalition.models import Audience, Group
from sluss.people.models import Person
from sluss.trust.actor import Actor

RUNGS = [
    (42, _("Six weeks before")),
    (21, _("Three weeks before")),
    (14, _("Two weeks before")),
    (7, _("A week before")),
    (1, _("The day before")),
    (0, _("On the day")),
    (-3, _("Three days after, if it isn't done")),
]


class PeopleForm(forms.Form):
    """A form whose people and groups are the actor's to choose from."""

    people_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = reading.people_inside(actor)
        for name in self.people_fields:
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        if "group" in self.fields:
            groups = reading.groups_kept_by(actor)
            self.fields["group"].queryset = groups  # type: ignore[attr-defined]
            if not actor.is_coordinator:
                self.fields["group"].required = True
                self.fields["group"].empty_label = None  # type: ignore[attr-defined]


class DutyForm(PeopleForm):
    """What a date and a series share."""

    people_fields = ("owner", "deputy")

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Who set the date?"), choices=DeadlineKind, initial=DeadlineKind.INTERNAL
    )
    source = forms.CharField(
        label=_("Where does the date come from?"),
        help_text=_("A letter and its day, a paragraph of the statutes, or a guess."),
        max_length=200,
        required=False,
    )
    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who sees to it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    deputy: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who steps in?"),
        help_text=_("Is reminded, too, from the day before."),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        label=_("Whose is it?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("The whole coalition's"),
    )
    audience = forms.ChoiceField(label=_("Who sees it?"), choices=Audience, initial=Audience.MEMBERS)
    ladder = forms.TypedMultipleChoiceField(
        label=_("When is it reminded of?"),
        widget=forms.CheckboxSelectMultiple,
        choices=RUNGS,
        coerce=int,
        initial=list(LADDER),
        required=False,
    )


class DeadlineForm(DutyForm):
    """A new date."""

    when = VagueDateField(label=_("When at the latest?"))
    tentative = forms.BooleanField(label=_("The date isn't decided yet"), required=False)
    alternative = VagueDateField(
        label=_("Or perhaps"),
        help_text=_("Another date that it may get instead. It can be left empty."),
        required=False,
    )
    comes_back = forms.ChoiceField(
        label=_("Does it come back?"),
        choices=[("", _("No, only this once")), *Recurrence.choices],
        required=False,
    )

    field_order = [
        "title",
        "when",
        "tentative",
        "alternative",
        "comes_back",
        "owner",
        "deputy",
        "kind",
        "source",
    ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("comes_back") and (given.get("alternative") or given.get("tentative")):
            self.add_error(
                "comes_back",
                _("What comes back has fixed dates. Put it in first; each date can then be moved by itself."),
            )
        return given


class DeadlineChangeForm(DutyForm):
    """Everything about a date but the date itself, which is moved with a reason."""

    tentative = forms.BooleanField(label=_("The date isn't decided yet"), required=False)
    alternative = VagueDateField(
        label=_("Or perhaps"),
        help_text=_("Another date that it may get instead. It can be left empty."),
        required=False,
    )
    field_order = ["title", "tentative", "alternative", "owner", "deputy", "kind", "source"]


class SeriesForm(DutyForm):
    comes_back = forms.ChoiceField(label=_("How does it come back?"), choices=Recurrence)
    next_time = VagueDateField(label=_("When next?"))
    field_order = ["title", "comes_back", "next_time", "owner", "deputy", "kind", "source"]


class MoveForm(forms.Form):
    when = VagueDateField(label=_("To when?"))
    tentative = forms.BooleanField(label=_("The new date isn't decided yet"), required=False)
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class DeadlineFilter(forms.Form):
    whose = forms.ChoiceField(label=_("Whose"), required=False)
    kind = forms.ChoiceField(
        label=_("Who set it"), required=False, choices=[("", _("Anybody")), *DeadlineKind.choices]
    )
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[(reading.OPEN, _("Ahead and open")), (reading.CLOSED, _("Done or fallen away"))],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = [(reading.ALL, _("All that I see")), (reading.MINE, _("Mine"))]
        if actor.groups:
            whose.append((reading.GROUPS, _("My groups'")))
        self.fields["whose"].choices = whose  # type: ignore[attr-defined]


class TaskForm(PeopleForm):
    people_fields = ("owner",)

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who does it?"), queryset=Person.objects.none(), empty_label=None
    )
    due = DayField(label=_("When at the latest?"), required=False)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Never write anything about a person met."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        label=_("Which group's is it?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("No group's"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["group"].required = False
        self.fields["group"].empty_label = _("No group's")  # type: ignore[attr-defined]
        self.fields["owner"].initial = actor.person_id


class TaskChangeForm(forms.Form):
    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    due = DayField(label=_("When at the latest?"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class HandOverForm(PeopleForm):
    people_fields = ("owner",)

    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Who takes it over?"), queryset=Person.objects.none()
    )


class FeedForm(forms.Form):
    """Which calendar is to be followed: what is mine, the members', or a group's ("group-7")."""

    which = forms.ChoiceField(label=_("Which calendar?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {f"group-{group.pk}": group for group in groups}
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (FeedScope.PERSONAL, _("What is mine: my dates, my tasks, meetings that I am invited to")),
            (FeedScope.MEMBERS, _("The members' calendar")),
            *((key, group.name) for key, group in self.groups.items()),
        ]
        self.fields["which"].initial = FeedScope.PERSONAL

    @property
    def scope(self) -> FeedScope:
        which = self.cleaned_data["which"]
        return FeedScope.GROUP if which in self.groups else FeedScope(which)

    @property
    def group(self) -> Group | None:
        return self.groups.get(self.cleaned_data["which"])


def rungs_in_words(ladder: list[int]) -> list[Any]:
    known = dict(RUNGS)
    return [
        known.get(days)
        or ngettext_lazy("%(n)s day before", "%(n)s days before", abs(days)) % {"n": abs(days)}
        for days in ladder
    ]
