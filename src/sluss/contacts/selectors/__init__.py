"""What is read of collecting. Each begins with who is looking."""

from sluss.contacts.selectors.freezing import accepted_contacts, accepted_returns

__all__ = ["accepted_contacts", "accepted_returns"]
