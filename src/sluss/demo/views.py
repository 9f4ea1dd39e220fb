"""The demo's own page: enter as any role with one click, and move the clock. Only when the demo is on."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sluss.demo import letterbox
from sluss.demo.cast import DOORS
from sluss.demo.forms import ClockForm
from sluss.people.models import Person
from sluss.trust import clock, clockwork
from sluss.trust.models import DemoClock

#: how many letters the page shows
LETTERS = 60

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def only_in_the_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@only_in_the_demo
def index(request: HttpRequest) -> HttpResponse:
    form = ClockForm(initial={"day": clock.today()})
    return render(request, "demo/index.html", {"doors": DOORS, "form": form})


@only_in_the_demo
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    door = next((door for door in DOORS if door.key == key), None)
    if door is None:
        raise Http404
    person = get_object_or_404(Person, email=door.email)
    logout(request)
    login(request, person, backend=BACKEND)
    return redirect("website:home")


@only_in_the_demo
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST)
    if not form.is_valid():
        return render(request, "demo/index.html", {"doors": DOORS, "form": form}, status=422)
    DemoClock.stand_on(form.cleaned_data["day"])
    clockwork.run_now.enqueue()  # the morning of that day: reminders and digests
    return redirect("demo:index")


@only_in_the_demo
def letters(request: HttpRequest) -> HttpResponse:
    """What Sluss has sent by e-mail in the demo."""
    return render(request, "demo/letters.html", {"letters": letterbox.newest(LETTERS)})
