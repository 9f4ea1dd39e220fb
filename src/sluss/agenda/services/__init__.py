"""What changes of deadlines and tasks."""

from sluss.agenda.services.deriving import Derived, derive
from sluss.agenda.services.tasks import give_task

__all__ = ["Derived", "derive", "give_task"]
