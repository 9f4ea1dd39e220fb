from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sluss.meetings"
    label = "meetings"

    def ready(self) -> None:
        # models are there only now
        from sluss.meetings import correspondence, entries, found, letters, of_groups, waiting
        from sluss.meetings.annual import registering as annual
        from sluss.meetings.services.inviting import remind_coming
        from sluss.meetings.services.waiting_list import pass_on_lapsed_offers
        from sluss.trust import clockwork

        annual.register()
        waiting.register()
        entries.register()
        letters.register()
        correspondence.register()
        found.register()
        of_groups.register()
        clockwork.register("meetings.places", pass_on_lapsed_offers)
        clockwork.register("meetings.soon", remind_coming)
