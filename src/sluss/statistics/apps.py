from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "sluss.statistics"
    label = "statistics"
