from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "sluss.contacts"
    label = "contacts"
