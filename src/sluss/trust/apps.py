from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "sluss.trust"
    label = "trust"

    def ready(self) -> None:
        from sluss.trust import clockwork, letters  # models are there only now

        clockwork.register("letters", letters.send_again)
