from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "sluss.statistics"
    label = "statistics"

    def ready(self) -> None:
        from sluss.statistics import waiting  # models are there only now

        waiting.register()
