from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sluss.meetings"
    label = "meetings"

    def ready(self) -> None:
        from sluss.meetings import waiting  # models are there only now

        waiting.register()
