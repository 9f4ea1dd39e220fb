"""Forms of the site itself: searching, and one that shows every kind of field for the page of parts."""

from django import forms
from django.utils.translation import gettext_lazy as _

ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]


class SearchForm(forms.Form):
    """What is sought travels in the form and never in an address: it may be somebody's name."""

    sought = forms.CharField(
        label=_("Search"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )


class EveryField(forms.Form):
    text = forms.CharField(label=_("Text"), help_text=_("A line of text."))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    one = forms.ChoiceField(label=_("One answer"), choices=ANSWERS, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label=_("Several answers"), choices=ANSWERS, widget=forms.CheckboxSelectMultiple
    )
    choice = forms.ChoiceField(label=_("A long list"), choices=ANSWERS)
    agree = forms.BooleanField(label=_("I agree"))
