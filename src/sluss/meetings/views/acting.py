"""A page with several forms: which of them was sent, and what came of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm

from sluss.trust.pages import done
from sluss.trust.requests import Request

#: a form, what it asks for, and what is said when that is done
Deed = tuple[BaseForm, Callable[[], object], Any]


def one_carried_out(request: Request, deeds: Mapping[str, Deed]) -> bool:
    """Carry out the one that was sent of a page's several forms: its button is named `do`."""
    deed = deeds.get(request.POST.get("do", ""))
    return deed is not None and done(request, *deed)


def sent(request: Request, name: str) -> Any:
    """What was posted, where the form of that name was sent; else None."""
    return request.POST if request.POST.get("do") == name else None


def in_need(*forms: BaseForm) -> Any:
    """The form in which something must be mended, else the first."""
    return next((form for form in forms if form.errors), forms[0])
