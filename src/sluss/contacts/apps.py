from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "sluss.contacts"
    label = "contacts"

    def ready(self) -> None:
        from sluss.contacts import waiting  # models are there only now

        waiting.register()
