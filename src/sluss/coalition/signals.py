"""What the coalition's room tells the rooms above it."""

from django.dispatch import Signal

#: somebody began or ceased to sign for the coalition. Sent in the transaction with `actor` and `seat`
signatory_changed = Signal()

#: the rules of the statutes hold otherwise than before. Sent in the transaction with `actor` and `version`
statutes_changed = Signal()
