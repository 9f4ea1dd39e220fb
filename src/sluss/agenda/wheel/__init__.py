"""The year as a wheel (årshjul): what stands on it, where, and the picture of it."""

from sluss.agenda.wheel.drawing import labelled, legend_of, numbered
from sluss.agenda.wheel.marks import sign
from sluss.agenda.wheel.things import Thing, things_of

__all__ = ["Thing", "labelled", "legend_of", "numbered", "sign", "things_of"]
