"""E-mail that Sluss sends by itself: each letter once, marked before it is sent, and its fate kept.

A room registers how a kind of letter is composed from its AppConfig.ready():

    letters.register("agenda.reminder", compose)     # compose(letter) -> EmailMessage | None

and asks for one with `send(...)`, in the transaction of what it tells about. The letter is composed when it
leaves, from how things stand then; a composer that returns None says that it is no longer wanted. Sending
never holds a request: it is a task of the worker.
"""

import smtplib
from collections.abc import Callable, Iterable
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
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
        transaction.on_commit(deliver_waiting.enqueue)
    return letter, new


def send_many(kind: str, receivers: Iterable[tuple[int, str, int | None]], *, step: str) -> int:
    """Ask for a letter of a kind to each of (thing, address, receiver) at once. Returns how many are new."""
    wanted = {
        (thing_id, address.lower()): Letter(
            kind=kind, thing_id=thing_id, step=step, address=address.lower(), receiver_id=receiver_id
        )
        for thing_id, address, receiver_id in receivers
    }
    asked = set(Letter.objects.filter(kind=kind, step=step).values_list("thing_id", "address"))
    new = [letter for key, letter in wanted.items() if key not in asked]
    if new:
        Letter.objects.bulk_create(new, ignore_conflicts=True)
        transaction.on_commit(deliver_waiting.enqueue)
    return len(new)


def send_again(actor: Actor) -> int:
    """Let the worker try anew what waits because no mail server answered. Returns how many letters wait."""
    waiting = Letter.objects.filter(marked_at=None).count()
    if waiting:
        deliver_waiting.enqueue()
    return waiting


@task()
def deliver_waiting() -> None:
    """Send every letter that waits. Two workers at the same time share the letters between them.

    Raises:
        ExceptionGroup: some letters couldn't be composed; they wait, and all others have been sent.
    """
    waiting = Letter.objects.filter(marked_at=None).order_by("pk")
    connection = get_connection()
    failed: list[Exception] = []
    for letter in waiting.iterator(chunk_size=200):
        if not _mark(letter):
            continue
        try:
            message = _composers[letter.kind](letter)
        except Exception as failure:
            _let_wait(letter)
            failed.append(failure)
        else:
            _deliver(letter, message, connection)
    connection.close()
    if failed:
        raise ExceptionGroup("letters couldn't be composed", failed)


def _mark(letter: Letter) -> bool:
    """Mark the letter as on its way; False where another worker was first."""
    letter.marked_at = clock.now()
    return Letter.objects.filter(pk=letter.pk, marked_at=None).update(marked_at=letter.marked_at) == 1


def _let_wait(letter: Letter) -> None:
    """Nothing has left: the letter waits for the next round."""
    letter.marked_at = None
    letter.save(update_fields=["marked_at"])


def _deliver(letter: Letter, message: EmailMessage | None, connection: BaseEmailBackend) -> None:
    """Send. What fails before the letter can have left waits again; what is uncertain stays marked."""
    if message is None:
        letter.dropped_at = clock.now()
        letter.save(update_fields=["dropped_at"])
        return
    letter.message_id = make_msgid(domain=settings.ADDRESS.partition("://")[2].partition(":")[0])
    letter.save(update_fields=["message_id"])
    message.to = [letter.address]
    message.subject = " ".join(
        str(message.subject).split()
    )  # titles are people's: no second line in a header
    message.connection = connection
    message.extra_headers |= {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, _said = next(iter(refusal.recipients.values()))
        letter.bounced_at, letter.bounce = clock.now(), str(code)
        letter.save(update_fields=["bounced_at", "bounce"])
    except (ConnectionRefusedError, smtplib.SMTPConnectError):
        _let_wait(letter)
    else:
        letter.sent_at = clock.now()
        letter.save(update_fields=["sent_at"])
