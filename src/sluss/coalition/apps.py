from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "sluss.coalition"
    label = "coalition"
