"""Agenda, papers, talks, who was there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models import AgendaItem, ItemKind, Meeting
from sluss.meetings.rules import FILE_KINDS
from sluss.trust import uploads
from sluss.trust.actor import Actor

ACCEPTED = ",".join(f".{kind}" for kind in FILE_KINDS)
LONGEST_ITEM = 600
"""Minutes of the longest item."""


def _minutes(required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many minutes?"), min_value=1, max_value=LONGEST_ITEM, required=required
    )


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Item"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, initial=ItemKind.INFORMATION)
    minutes = _minutes()
    inner = forms.BooleanField(
        label=_("Only for who leads the meeting"),
        required=False,
        help_text=_("Neither the item nor its papers and decisions are shown to others."),
    )

    def clean_kind(self) -> ItemKind:
        return ItemKind(self.cleaned_data["kind"])


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What became of it"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tabled = forms.BooleanField(
        label=_("Put off to the next meeting"),
        required=False,
        help_text=_("It is offered when the next agenda is made."),
    )


class FileField(forms.FileField):
    """A document or a picture. A file left unread because it is too large says so."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})


class UploadForm(forms.Form):
    """A form with a `file`; `request` knows whether the file was too large to be taken in."""

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = uploads.was_too_large(request)
        if self.too_large:
            self.fields["file"].required = False

    def clean(self) -> dict[str, Any]:
        if self.too_large:
            self.add_error("file", _("The file is larger than 15 MB. Send a smaller one."))
        return self.cleaned_data


class PaperForm(UploadForm):
    file = FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, PNG or JPEG, at most 15 MB."),
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, help_text=_("Empty: the file's own name.")
    )


class TalkForm(forms.Form):
    title = forms.CharField(label=_("What about?"), max_length=200)
    speaker = forms.CharField(
        label=_("Who speaks"), max_length=200, help_text=_("Several names are separated by commas.")
    )
    organisation = forms.CharField(label=_("From"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("The speaker gets a link of its own to answer and to leave slides."),
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=LONGEST_ITEM, initial=5)
    item: forms.ModelChoiceField[AgendaItem] = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Under which item?"),
        required=False,
        empty_label=_("After the agenda"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.items.order_by("order")  # type: ignore[attr-defined]


class SlidesForm(UploadForm):
    file = FileField(label=_("Your slides"), required=False, help_text=_("PDF or PowerPoint, at most 15 MB."))
    may_share = forms.BooleanField(
        label=_("Those who see the meeting may download my slides"), required=False
    )


class WalkInForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("To get the minutes. It may be left empty.")
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("No organisation")
    )
    remotely = forms.BooleanField(label=_("By video"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.visible_to(actor)
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]
