from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "sluss.trust"
    label = "trust"
