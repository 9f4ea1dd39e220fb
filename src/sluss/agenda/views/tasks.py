"""Pages of tasks."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sluss.agenda import forms, rights, services
from sluss.agenda.models import Task
from sluss.agenda.selectors import tasks as reading
from sluss.agenda.selectors.deadlines import ALL, GROUPS, MINE
from sluss.trust.pages import act, done, inside, page
from sluss.trust.requests import Request

#: finished tasks that are shown
LATELY = 50

WHOSE = {MINE: gettext_lazy("Mine"), GROUPS: gettext_lazy("My groups'"), ALL: gettext_lazy("All")}


@inside
def tasks(request: Request) -> HttpResponse:
    choices = reading.choices_of(request.actor)
    whose = request.GET.get("vems", MINE)
    whose = whose if whose in choices else MINE
    finished = request.GET.get("klara") == "1"
    found = list(
        reading.tasks_of(request.actor, whose=whose, finished=finished)[: LATELY if finished else None]
    )
    context = {
        "tasks": found,
        "late": sum(task.overdue for task in found),
        "whose": whose,
        "mine": whose == MINE,
        "choices": [(choice, WHOSE[choice]) for choice in choices],
        "finished": finished,
        "may": {task.pk for task in found if rights.may_work_on(request.actor, task)},
    }
    return render(request, "agenda/tasks.html", context)


def _seen(request: Request, pk: int) -> Task:
    seen = Task.objects.visible_to(request.actor).select_related("owner", "group", "made_by")
    return get_object_or_404(seen, pk=pk)


def _worked_on(request: Request, pk: int) -> Task:
    task = _seen(request, pk)
    if not rights.may_work_on(request.actor, task):
        raise Http404
    return task


@inside
def task(request: Request, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    context = {"task": shown, "may": rights.may_work_on(request.actor, shown)}
    return render(request, "agenda/task.html", context)


@inside
def task_new(request: Request) -> HttpResponse:
    form = forms.TaskForm(request.POST or None, actor=request.actor)
    if done(
        request, form, lambda: services.give_task(request.actor, **form.cleaned_data), _("The task is given.")
    ):
        return redirect("agenda:tasks")
    return page(request, "agenda/task_new.html", form)


@inside
def task_change(request: Request, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    initial = {"title": shown.title, "due": shown.due, "note": shown.note}
    form = forms.TaskChangeForm(request.POST or None, initial=initial)
    change = lambda: services.change_task(request.actor, shown, **form.cleaned_data)  # noqa: E731
    if done(request, form, change, _("Changed.")):
        return redirect("agenda:task", pk)
    return page(
        request, "agenda/task_form.html", form, heading=_("Change the task"), button=_("Save"), task=shown
    )


@inside
def task_hand_over(request: Request, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    form = forms.HandOverForm(request.POST or None, actor=request.actor)
    hand = lambda: services.hand_over_task(request.actor, shown, form.cleaned_data["owner"])  # noqa: E731
    if done(request, form, hand, _("Handed over.")):
        return redirect("agenda:tasks")
    return page(
        request, "agenda/task_form.html", form,
        heading=_("Who takes the task over?"), button=_("Hand over"), task=shown,
    )  # fmt: skip


@inside
def task_drop(request: Request, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    form = forms.ReasonForm(request.POST or None)
    drop = lambda: services.drop_task(request.actor, shown, **form.cleaned_data)  # noqa: E731
    if done(request, form, drop, _("The task is dropped.")):
        return redirect("agenda:tasks")
    return page(request, "agenda/ask.html", form, question=_("Isn't it to be done?"), about=shown.title,
                button=_("Drop the task"), back=reverse("agenda:task", args=[pk]))  # fmt: skip


DEEDS: dict[str, tuple[Callable[..., object], Any]] = {
    "borja": (services.begin_task, gettext_lazy("You have begun.")),
    "klart": (services.finish_task, gettext_lazy("Done.")),
    "oppna": (services.reopen_task, gettext_lazy("The task is open again.")),
}


@inside
@require_POST
def task_deed(request: Request, pk: int, act_on: str) -> HttpResponse:
    shown = _worked_on(request, pk)
    if act_on not in DEEDS:
        raise Http404
    service, said = DEEDS[act_on]
    back = "agenda:tasks" if request.POST.get("back") == "list" else "agenda:task"
    where = reverse(back, args=[] if back == "agenda:tasks" else [pk])
    return act(request, where, said, lambda: service(request.actor, shown))
