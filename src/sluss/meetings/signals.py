"""What rooms and parts above a meeting listen to."""

from django.dispatch import Signal

#: a meeting was moved, or cancelled: `actor`, `meeting`; sent within the transaction
meeting_changed = Signal()
