"""Long work in the background: fetch and delegate."""

from django_tasks import task

from sluss.statistics.models import Release


@task()
def check_release(release_id: int, run: int) -> None:
    """Check a release; an older run than the one asked for last changes nothing."""
    from sluss.statistics.services import checking  # it enqueues this task

    checking.run_check(Release.objects.select_related("round").get(pk=release_id), run)
