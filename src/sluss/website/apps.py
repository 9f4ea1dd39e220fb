from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "sluss.website"
    label = "website"
