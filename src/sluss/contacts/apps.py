from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "sluss.contacts"
    label = "contacts"

    def ready(self) -> None:
        from sluss.contacts import waiting  # models are there only now
        from sluss.contacts.imports.services import forget_old_files
        from sluss.contacts.models import REMINDER
        from sluss.contacts.services import reminders
        from sluss.trust import clockwork, letters

        waiting.register()
        letters.register(REMINDER, reminders.compose)
        clockwork.register("contacts.reminders", lambda actor: len(reminders.send_due_reminders(actor)))
        clockwork.register("contacts.uploads", lambda actor: forget_old_files())
