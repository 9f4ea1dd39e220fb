from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sluss.meetings"
    label = "meetings"

    def ready(self) -> None:
        from sluss.meetings import correspondence, entries, letters, waiting  # models are there only now
        from sluss.meetings.annual import registering as annual
        from sluss.meetings.services.waiting_list import pass_on_lapsed_offers
        from sluss.trust import clockwork

        annual.register()
        waiting.register()
        entries.register()
        letters.register()
        correspondence.register()
        clockwork.register("meetings.places", pass_on_lapsed_offers)
