from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sluss.demo"
    label = "demo"
