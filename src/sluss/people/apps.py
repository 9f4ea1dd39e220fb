from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sluss.people"
    label = "people"
