from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "sluss.agenda"
    label = "agenda"
