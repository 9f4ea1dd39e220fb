from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "sluss.agenda"
    label = "agenda"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from sluss.agenda import of_groups, services, tellers, waiting  # models are there only now
        from sluss.agenda.models import REMINDER, Deadline, Task
        from sluss.agenda.services import digest, reminders, signatories
        from sluss.coalition.signals import signatory_changed
        from sluss.trust import clockwork, letters, search

        tellers.register()
        waiting.register()
        of_groups.register()
        letters.register(REMINDER, reminders.compose)
        letters.register(digest.DIGEST, digest.compose)
        clockwork.register("agenda.series", services.extend_series)
        clockwork.register("agenda.reminders", lambda actor: len(services.send_due_reminders(actor)))
        clockwork.register("agenda.digests", services.send_digests)
        signatory_changed.connect(signatories.tell_who_must_know, dispatch_uid="agenda.signatories")
        search.register(
            search.Source(
                _("Dates"),
                rows=lambda actor: Deadline.objects.visible_to(actor),
                fields=("title", "source"),
                title=str,
                url=lambda row: reverse("agenda:deadline", args=[row.pk]),
                when=lambda row: row.date,
            )
        )
        search.register(
            search.Source(
                _("Tasks"),
                rows=lambda actor: Task.objects.visible_to(actor),
                fields=("title", "note"),
                title=str,
                url=lambda row: reverse("agenda:task", args=[row.pk]),
                when=lambda row: row.due,
            )
        )
