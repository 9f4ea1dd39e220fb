"""E-mail that Sluss sends by itself: each letter once, marked before it is sent, and its fate kept.

A room registers how a kind of letter is composed from its AppConfig.ready():

    letters.register("agenda.reminder", compose)     # compose(letter) -> EmailMessage | None

and asks for one with `send(...)`, in the transaction of what it tells about. The letter is composed when it
leaves, from how things stand then; a composer that returns None says that it is no longer wanted. Sending
never holds a request: it is a task of the worker.
"""

import smtplib
from collections.abc import Callable
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django_tasks import task

from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import Letter

Composer = Callable[[Letter], EmailMessage | None]
_composers: dict[str, Composer] = {}


def register(kind: str, compose: Composer) -> None:
    _composers[kind] = compose


def send(
    kind: str, thing_id: int, *, step: str, address: str, receiver_id: int | None = None
) -> tuple[Letter, bool]:
    """Ask for a letter of a kind about a thing. Asked for again with the same step and address it is the same one.

    Returns the letter, and whether it is new.
    """
    letter, new = Letter.objects.get_or_create(
        kind=kind,
        thing_id=thing_id,
        step=step,
        address=address.lower(),
        defaults={"receiver_id": receiver_id},
    )
    if new:
        _deliver_after_commit()
    return letter, new


def _deliver_after_commit() -> None:
    """Wake the worker once for a transaction, however many letters it asks for."""
    waits = database.run_on_commit
    if not any(asked == deliver_waiting.enqueue for _savepoints, asked, _robust in waits):
        transaction.on_commit(deliver_waiting.enqueue)


def send_again(actor: Actor) -> int:
    """Let the worker try anew what waits because no mail server answered. Returns how many letters wait."""
    waiting = Letter.objects.filter(marked_at=None).count()
    if waiting:
        deliver_waiting.enqueue()
    return waiting


@task()
def deliver_waiting() -> None:
    """Send every letter that waits. Two workers at the same time share the letters between them."""
    waiting = Letter.objects.filter(marked_at=None).order_by("pk")
    connection = get_connection()
    for letter in waiting.iterator(chunk_size=200):
        if _mark(letter):
            _deliver(letter, connection)
    connection.close()


def _mark(letter: Letter) -> bool:
    """Mark the letter as on its way; False where another worker was first."""
    letter.marked_at = clock.now()
    return Letter.objects.filter(pk=letter.pk, marked_at=None).update(marked_at=letter.marked_at) == 1


def _deliver(letter: Letter, connection: BaseEmailBackend) -> None:
    """Compose and send. What fails before the letter can have left waits again; what is uncertain stays marked."""
    message = _composers[letter.kind](letter)
    if message is None:
        letter.dropped_at = clock.now()
        letter.save(update_fields=["dropped_at"])
        return
    letter.message_id = make_msgid(domain=settings.ADDRESS.partition("://")[2].partition(":")[0])
    letter.save(update_fields=["message_id"])
    message.to = [letter.address]
    message.connection = connection
    message.extra_headers |= {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, _said = next(iter(refusal.recipients.values()))
        letter.bounced_at, letter.bounce = clock.now(), str(code)
        letter.save(update_fields=["bounced_at", "bounce"])
    except (ConnectionRefusedError, smtplib.SMTPConnectError):
        letter.marked_at = None  # nothing has left: it waits for the next round
        letter.save(update_fields=["marked_at"])
    else:
        letter.sent_at = clock.now()
        letter.save(update_fields=["sent_at"])
