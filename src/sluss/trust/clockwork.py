"""What runs by the clock: reminders, digests, dates that come back.

`sluss serve` lets the worker run it at each full hour of the day; `sluss remind` runs it now.

A room registers a job from its AppConfig.ready():

    clockwork.register("agenda.reminders", job)     # job(actor) -> how many letters it asked for, or things it made

Each job must do no harm when it is run twice, or after days of standstill.
"""

from collections.abc import Callable, Iterator

from django_tasks import task

from sluss.trust.actor import SYSTEM, Actor

Job = Callable[[Actor], int]
_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    _jobs[name] = job


def run(actor: Actor) -> Iterator[tuple[str, int]]:
    """Run every job and tell how much each did. One that fails doesn't keep the others from running.

    Raises:
        ExceptionGroup: what failed, after all have run.
    """
    failed: list[Exception] = []
    for name, job in _jobs.items():
        try:
            done = job(actor)
        except Exception as failure:
            failed.append(failure)
        else:
            yield name, done
    if failed:
        raise ExceptionGroup("jobs of the clockwork failed", failed)


@task()
def run_now() -> None:
    """Run every job in the worker."""
    for _name, _done in run(SYSTEM):
        pass
