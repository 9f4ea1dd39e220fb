from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sluss.meetings"
    label = "meetings"
