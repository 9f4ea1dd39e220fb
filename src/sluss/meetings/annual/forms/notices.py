"""Forms of the notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Paper
from sluss.meetings.models.annual import (
    AnnualMeeting,
)


class NoticeForm(forms.Form):
    text = forms.CharField(label=_("Notice"), widget=forms.Textarea(attrs={"rows": 16}))
    papers = forms.ModelMultipleChoiceField(
        Paper.objects.none(),
        label=_("Papers that go with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, annual: AnnualMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers: forms.ModelMultipleChoiceField = self.fields["papers"]  # type: ignore[assignment]
        papers.queryset = annual.meeting.papers.all()
        if not papers.queryset.exists():
            del self.fields["papers"]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        return {**words, "papers": list(words.get("papers", []))}


class LateReasonForm(forms.Form):
    """Sending: where the statutes aren't kept, why."""

    reason = forms.CharField(
        label=_("Why does it go now?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("The minutes print it."),
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["reason"]
