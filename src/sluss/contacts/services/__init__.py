"""What changes in collecting: one verb each."""

from sluss.contacts.services.bulk import BadRelation, Mode, NewContact, add_contacts, take_back_contacts
from sluss.contacts.services.opening import ReturnClosed

__all__ = [
    "BadRelation",
    "Mode",
    "NewContact",
    "ReturnClosed",
    "add_contacts",
    "take_back_contacts",
]
