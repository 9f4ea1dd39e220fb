from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "sluss.coalition"
    label = "coalition"

    def ready(self) -> None:
        from sluss.coalition import waiting  # models are there only now

        waiting.register()
