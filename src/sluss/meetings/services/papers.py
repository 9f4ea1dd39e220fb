"""Papers of a meeting: files that are put to it or to one of its items."""

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import AgendaItem, Meeting, Paper
from sluss.meetings.rules import is_allowed_file
from sluss.meetings.services.rights import check_runs
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused
from sluss.trust.trail import leave

#: bytes that tell what a file is
BEGINNING = 16


class WrongFile(Refused):
    default = _(
        "This file can't be used. Send a PDF, a Word, Excel, PowerPoint or OpenDocument file without macros, "
        "or a picture (PNG or JPEG)."
    )


def check_file(file: UploadedFile | File) -> None:
    """Raises WrongFile for what isn't a document or a picture, by its name and by its first bytes."""
    beginning = file.read(BEGINNING)
    file.seek(0)
    if not is_allowed_file(file.name or "", beginning):
        raise WrongFile(field="file")


@transaction.atomic
def add_paper(
    actor: Actor,
    meeting: Meeting,
    *,
    file: UploadedFile | File,
    name: str = "",
    item: AgendaItem | None = None,
) -> Paper:
    """Put a file to the meeting or to one of its items. Without a name it is called as the file is.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongFile: neither a document nor a picture.
    """
    check_runs(actor, meeting)
    check_file(file)
    called = name.strip() or (file.name or "").rpartition("/")[2].rpartition(".")[0]
    paper = Paper.objects.create(meeting=meeting, item=item, name=called[:150], file=file)
    leave(actor, "add paper", paper)
    return paper


@transaction.atomic
def remove_paper(actor: Actor, paper: Paper) -> None:
    """Take a paper away, and its file once that is certain."""
    check_runs(actor, paper.meeting)
    leave(actor, "remove paper", paper)
    file = paper.file
    transaction.on_commit(lambda: file.delete(save=False))
    paper.delete()
