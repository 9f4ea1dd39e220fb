"""Minutes, decisions, tasks, evaluation."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.agenda.fields import DayField
from sluss.coalition.models import Group, GroupState
from sluss.meetings.models import AgendaItem, Decision, DecisionState, Meeting, Opinion
from sluss.meetings.selectors.tasks import who_may_be_given
from sluss.meetings.services.minutes import LONGEST
from sluss.meetings.services.sending_out import To
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor


class MinutesForm(forms.Form):
    """The text, and the version that the writer has before the eyes."""

    text = forms.CharField(
        label=_("The text"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "class": "written", "spellcheck": "true"}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class SendOutForm(forms.Form):
    to = forms.ChoiceField(label=_("Who gets a letter with a link?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, numbers: dict[To, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            To.INVITED: _("Who was invited: %(number)s"),
            To.AUDIENCE: _("Everybody for whom the meeting is, and who was invited: %(number)s"),
            To.NOBODY: _("Nobody. The minutes can be read on the meeting's page."),
        }
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (to.value, words[to] % {"number": numbers[to]} if to in numbers else words[to]) for to in To
        ]
        self.fields["to"].initial = To.INVITED.value

    def clean_to(self) -> To:
        return To(self.cleaned_data["to"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )


class _DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    supersedes: forms.ModelChoiceField[Decision] = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Replaces an earlier decision"),
        required=False,
        empty_label=_("No"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = Decision.objects.taken_by(actor).filter(
            state__in=[DecisionState.TAKEN, DecisionState.EXECUTED]
        )
        replaced = self.fields["supersedes"]
        replaced.queryset = standing  # type: ignore[attr-defined]
        replaced.label_from_instance = lambda one: f"{one} {one.text[:70]}"  # type: ignore[attr-defined]


class MeetingDecisionForm(_DecisionForm):
    item: forms.ModelChoiceField[AgendaItem] = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Under which item?"),
        required=False,
        empty_label=_("Under no item"),
    )
    field_order = ["item", "text", "supersedes"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.order_by("order")  # type: ignore[attr-defined]


class BetweenMeetingsForm(_DecisionForm):
    """A decision taken per capsulam: everybody was asked one by one, between meetings."""

    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        Group.objects.none(), label=_("Who decided?"), required=False, empty_label=_("The coordinator")
    )
    taken_on = DayField(label=_("When?"))
    field_order = ["group", "taken_on", "text", "supersedes"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        groups = Group.objects.visible_to(actor).filter(state=GroupState.ACTIVE)
        decided = self.fields["group"]
        decided.queryset = groups if actor.is_coordinator else groups.filter(pk__in=actor.runs)  # type: ignore[attr-defined]
        if not actor.is_coordinator:
            decided.required, decided.empty_label = True, None  # type: ignore[attr-defined]
        self.fields["taken_on"].initial = clock.today


class TaskForm(forms.Form):
    """Something that somebody is to do after the meeting."""

    title = forms.CharField(label=_("What?"), max_length=200)
    owner: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who does it?"),
        help_text=_("One person, with an account here."),
    )
    due = DayField(label=_("When?"), required=False)
    decision: forms.ModelChoiceField[Decision] = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("By which decision?"),
        required=False,
        empty_label=_("By no decision"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: QuerySet[Person] = who_may_be_given(meeting)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        taken = self.fields["decision"]
        taken.queryset = meeting.decisions.order_by("year", "number")  # type: ignore[attr-defined]
        taken.label_from_instance = lambda one: f"{one} {one.text[:70]}"  # type: ignore[attr-defined]


class EvaluationForm(forms.Form):
    worth = forms.TypedChoiceField(
        label=_("Was the meeting worth your time?"),
        choices=Opinion.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    equal = forms.TypedChoiceField(
        label=_("Could you take part on the same terms as everybody else?"),
        help_text=_("The way in, the language, the picture and sound, being listened to."),
        choices=Opinion.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    differently = forms.CharField(
        label=_("What should we do differently next time?"),
        help_text=_("May be left empty. Write so that nobody can be recognised."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
