"""Pages of dates: the list, a date, a new one, moving and closing it, and what comes back."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sluss.agenda import forms, rights, rules, services
from sluss.agenda.models import DEADLINE_STATES, Deadline, DeadlineState, Series
from sluss.agenda.selectors import deadlines as reading
from sluss.agenda.selectors.letters import reminders_of
from sluss.trust import clock
from sluss.trust.pages import act, done, for_whom, inside, page
from sluss.trust.requests import Request

#: what is told of a closed list
MOST = 200


@inside
def deadlines(request: Request) -> HttpResponse:
    wanted = forms.DeadlineFilter(request.GET or None, actor=request.actor)
    chosen = (
        {name: value for name, value in wanted.cleaned_data.items() if value} if wanted.is_valid() else {}
    )
    found = list(reading.deadlines_of(request.actor, **chosen)[:MOST])
    overdue = [deadline for deadline in found if deadline.overdue]
    context = {
        "wanted": wanted,
        "narrowed": bool(chosen),
        "overdue": overdue,
        "months": _by_month([deadline for deadline in found if not deadline.overdue]),
        "open": chosen.get("state", reading.OPEN) == reading.OPEN,
        "next": next((deadline for deadline in found if not deadline.overdue), None),
        "may_keep": rights.may_keep_dates(request.actor),
    }
    return render(request, "agenda/deadlines.html", context)


def _by_month(found: list[Deadline]) -> list[tuple[str, list[Deadline]]]:
    months = groupby(found, key=lambda deadline: formats.date_format(deadline.date, "F Y").capitalize())
    return [(title, list(some)) for title, some in months]


def _seen(request: Request, pk: int) -> Deadline:
    seen = Deadline.objects.visible_to(request.actor).select_related("owner", "deputy", "group", "series")
    return get_object_or_404(seen, pk=pk)


@inside
def deadline(request: Request, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    may_see_to = rights.may_see_to(request.actor, shown)
    context = {
        "deadline": shown,
        "alternatives": shown.alternatives.all(),
        "may_keep": rights.may_keep(request.actor, shown),
        "may_see_to": may_see_to,
        "reminders": reminders_of(shown) if may_see_to else [],
        "rungs": forms.rungs_in_words(shown.ladder),
        "recurrence": rules.recurrence_of(shown.series.rule, shown.series.precision).label
        if shown.series
        else "",
    }
    return render(request, "agenda/deadline.html", context)


@for_whom(rights.may_keep_dates)
def deadline_new(request: Request) -> HttpResponse:
    form = forms.DeadlineForm(
        request.POST or None, actor=request.actor, initial={"owner": request.actor.person_id}
    )
    made: list[str] = []
    if done(request, form, lambda: made.append(_put_in(request, form)), _("It stands in the calendar.")):
        return redirect(made[0])
    return page(request, "agenda/deadline_new.html", form)


def _put_in(request: Request, form: forms.DeadlineForm) -> str:
    """Make the date, or the series of dates where it comes back. Returns where it is shown."""
    given = dict(form.cleaned_data)
    comes_back, when = given.pop("comes_back"), given.pop("when")
    alternative, tentative = given.pop("alternative"), given.pop("tentative")
    if comes_back:
        services.start_series(request.actor, recurrence=rules.Recurrence(comes_back), first=when, **given)
        return reverse("agenda:deadlines")
    alternatives = [alternative] if alternative else []
    made = services.keep_deadline(
        request.actor, when=when, tentative=tentative, alternatives=alternatives, **given
    )
    return reverse("agenda:deadline", args=[made.pk])


DUTY = ("title", "kind", "source", "owner", "deputy", "group", "audience", "ladder")


@inside
def deadline_change(request: Request, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    if not rights.may_keep(request.actor, shown):
        raise Http404
    initial = {name: getattr(shown, name) for name in (*DUTY, "tentative")}
    form = forms.DeadlineChangeForm(request.POST or None, actor=request.actor, initial=initial)
    if done(request, form, lambda: _change(request, shown, form), _("Changed.")):
        return redirect("agenda:deadline", pk)
    return page(request, "agenda/deadline_change.html", form, deadline=shown)


def _change(request: Request, shown: Deadline, form: forms.DeadlineChangeForm) -> None:
    given = dict(form.cleaned_data)
    alternative = given.pop("alternative")
    services.change_deadline(request.actor, shown, alternatives=[alternative] if alternative else [], **given)


@inside
def deadline_move(request: Request, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    if not rights.may_see_to(request.actor, shown):
        raise Http404
    form = forms.MoveForm(request.POST or None, initial={"when": shown.when})
    if done(
        request,
        form,
        lambda: services.move_deadline(request.actor, shown, **form.cleaned_data),
        _("Moved. Who is reminded is reminded of the new date."),
    ):
        return redirect("agenda:deadline", pk)
    return page(request, "agenda/deadline_move.html", form, deadline=shown)


#: what a button does to a date: the service, and what is said
DEEDS: dict[str, tuple[Callable[..., object], Any]] = {
    "klart": (services.meet_deadline, gettext_lazy("Done. It stays in the calendar as done.")),
    "oppna": (services.reopen_deadline, gettext_lazy("It is open again.")),
    "bestam": (services.settle_date, gettext_lazy("The date stands.")),
}

#: what is asked about with a reason first: the service, the verb, the question, the button, and what is said
ASKED: dict[str, tuple[Callable[..., object], str, Any, Any, Any]] = {
    "missat": (
        services.miss_deadline, "miss deadline", gettext_lazy("Wasn't it done in time?"),
        gettext_lazy("Mark as missed"), gettext_lazy("Marked as missed."),
    ),
    "utgar": (
        services.waive_deadline, "waive deadline", gettext_lazy("Needn't it be done?"),
        gettext_lazy("Let it fall away"), gettext_lazy("It has fallen away, and calendars show it as cancelled."),
    ),
}  # fmt: skip


@inside
@require_POST
def deadline_deed(request: Request, pk: int, act_on: str) -> HttpResponse:
    shown = _seen(request, pk)
    if act_on not in DEEDS or not rights.may_see_to(request.actor, shown):
        raise Http404
    service, said = DEEDS[act_on]
    return act(request, reverse("agenda:deadline", args=[pk]), said, lambda: service(request.actor, shown))


@inside
@require_POST
def alternative_choose(request: Request, pk: int, alternative: int) -> HttpResponse:
    shown = _seen(request, pk)
    if not rights.may_see_to(request.actor, shown):
        raise Http404
    return act(
        request, reverse("agenda:deadline", args=[pk]), _("The date stands."),
        lambda: services.choose_alternative(request.actor, shown, alternative),
    )  # fmt: skip


@inside
def deadline_ask(request: Request, pk: int, question: str) -> HttpResponse:
    shown = _seen(request, pk)
    if question not in ASKED or not rights.may_see_to(request.actor, shown):
        raise Http404
    service, verb, asked, button, said = ASKED[question]
    form = forms.ReasonForm(request.POST or None)
    if done(request, form, lambda: service(request.actor, shown, **form.cleaned_data), said):
        return redirect("agenda:deadline", pk)
    if not DEADLINE_STATES.allows(shown.state, verb):
        return redirect("agenda:deadline", pk)
    return page(request, "agenda/ask.html", form, question=asked, button=button, about=shown.title,
                back=reverse("agenda:deadline", args=[pk]))  # fmt: skip


def _kept_series(request: Request, pk: int) -> Series:
    series = get_object_or_404(Series.objects.visible_to(request.actor).filter(stopped=None), pk=pk)
    if not rights.may_keep(request.actor, series):
        raise Http404
    return series


@inside
def series_change(request: Request, pk: int) -> HttpResponse:
    series = _kept_series(request, pk)
    ahead = list(series.deadlines.filter(state=DeadlineState.OPEN, date__gt=clock.today()))
    initial = {name: getattr(series, name) for name in DUTY} | {
        "comes_back": rules.recurrence_of(series.rule, series.precision),
        "next_time": ahead[0].when if ahead else None,
    }
    form = forms.SeriesForm(request.POST or None, actor=request.actor, initial=initial)
    if done(request, form, lambda: _change_series(request, series, form), _("Changed. Dates ahead follow.")):
        return redirect("agenda:deadlines")
    untouched = [deadline for deadline in ahead if services.is_untouched(deadline, series)]
    return page(request, "agenda/series.html", form, series=series, ahead=ahead, follow=len(untouched),
                stay=len(ahead) - len(untouched))  # fmt: skip


def _change_series(request: Request, series: Series, form: forms.SeriesForm) -> None:
    given = dict(form.cleaned_data)
    recurrence = rules.Recurrence(given.pop("comes_back"))
    services.change_series(request.actor, series, recurrence=recurrence, **given)


@inside
def series_stop(request: Request, pk: int) -> HttpResponse:
    series = _kept_series(request, pk)
    form = forms.ReasonForm(request.POST or None)
    said = _("It doesn't come back any more.")
    if done(request, form, lambda: services.stop_series(request.actor, series, **form.cleaned_data), said):
        return redirect("agenda:deadlines")
    return page(request, "agenda/ask.html", form, question=_("Shall it not come back?"), about=series.title,
                button=_("Let it end"), back=reverse("agenda:series_change", args=[pk]))  # fmt: skip
