"""What the pages of organisations and their contacts take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.coalition import countries
from sluss.coalition.forms.people import day_input
from sluss.coalition.models import ContactPerson, ContactRole, Organisation, OrganisationKind
from sluss.coalition.selectors.parties import FORMER, sees_address, sees_applicants
from sluss.trust.actor import Actor

#: a member becomes one by a decision, not by a form
KINDS_TO_CHOOSE = [choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.MEMBER]


class PartyFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Which"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=60)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = set() if sees_applicants(actor) else {OrganisationKind.APPLICANT.value}
        kinds = [choice for choice in OrganisationKind.choices if choice[0] not in hidden]
        kinds.insert(1, (FORMER, _("Members that have left")))
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]


class PartyForm(forms.ModelForm[Organisation]):
    """What is known of an organisation, as far as the actor may change it."""

    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    country = forms.ChoiceField(label=_("Country"), choices=countries.choices)
    kind = forms.ChoiceField(label=_("What are they to us?"), choices=KINDS_TO_CHOOSE)

    class Meta:
        model = Organisation
        fields = (
            "name", "short_name", "kind", "number", "country", "web", "languages", "services", "target_groups",
            "address", "address_protected", "duty_to_report", "duty_noted_on", "licence_from", "licence_places",
            "certified_until", "active",
        )  # fmt: skip
        help_texts = {
            "number": _("Ten digits. It is checked for Swedish organisations."),
            "languages": _("For example: Swedish, English, Romanian."),
            "address_protected": _(
                "Then only the coordinator and the administrator see it, and it is in no file."
            ),
            "duty_to_report": _("By law, to the social services."),
            "licence_from": _(
                "From the Health and Social Care Inspectorate. Leave it empty where there is none."
            ),
        }
        widgets = {
            **{name: day_input() for name in ("duty_noted_on", "licence_from", "certified_until")},
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("services", "target_groups", "address")},
        }

    def __init__(self, *args: Any, actor: Actor, whole: bool, **kwargs: Any) -> None:
        """`whole`: the actor keeps parties; else the form shows what an organisation says of itself."""
        super().__init__(*args, **kwargs)
        if not whole:
            for name in ("kind", "active", "certified_until"):
                del self.fields[name]
        elif self.instance.kind == OrganisationKind.MEMBER and self.instance.pk:
            del self.fields["kind"]
            del self.fields["active"]
        if self.instance.pk and not sees_address(actor, self.instance):
            del self.fields["address"]
            del self.fields["address_protected"]

    def validate_unique(self) -> None:
        """The service looks whether name and number are free, whatever their case."""

    def validate_constraints(self) -> None:
        """As `validate_unique`."""


class ContactForm(forms.ModelForm[ContactPerson]):
    roles = forms.MultipleChoiceField(
        label=_("What for?"), choices=ContactRole.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = ContactPerson
        fields = ("name", "title", "email", "phone", "languages", "protected", "alias", "starts", "ends")
        help_texts = {
            "protected": _("Others see the name below instead, and the person is in no file."),
            "alias": _("What a protected person is called by others."),
            "ends": _("Leave it empty if you don't know."),
        }
        widgets = {"starts": day_input(), "ends": day_input()}

    field_order = (
        "name",
        "title",
        "roles",
        "email",
        "phone",
        "languages",
        "starts",
        "ends",
        "protected",
        "alias",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = [role.value for role in self.instance.roles]

    def validate_constraints(self) -> None:
        """The service refuses days out of order in words."""


class ApplyForm(forms.Form):
    applied_on = forms.DateField(label=_("When did they ask?"), widget=day_input())
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ApproveForm(forms.Form):
    decision = forms.CharField(
        label=_("By which decision?"),
        help_text=_("As it is cited: 2017:4, annual meeting 31 March 2017."),
        max_length=200,
    )
    starts = forms.DateField(label=_("Member from"), widget=day_input())


class DeclineForm(forms.Form):
    decision = forms.CharField(
        label=_("By which decision?"),
        help_text=_("As it is cited: 2017:4, annual meeting 31 March 2017."),
        max_length=200,
    )


class PauseForm(forms.Form):
    starts = forms.DateField(label=_("First day"), widget=day_input())
    ends = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty if you don't know."),
        required=False,
        widget=day_input(),
    )
    reason = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands in the trail."), max_length=300
    )
