"""What is written to members and to who adjusts the minutes, composed when it leaves."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.meetings.annual.selectors.proof import KIND as NOTICE
from sluss.meetings.annual.services import adjusting
from sluss.meetings.annual.words import full_day
from sluss.meetings.models import MinutesState
from sluss.meetings.models.annual import Notice, Officer
from sluss.trust import letters, links
from sluss.trust.models import Letter

#: use of the signed link by which minutes are signed
SIGN = "meetings.sign"


def register() -> None:
    letters.register(NOTICE, compose_notice)
    letters.register(adjusting.KIND, compose_adjusting)


def compose_notice(letter: Letter) -> EmailMessage | None:
    """The notice as it was sent, with its papers: legally asked for, so that no choice of digests stops it."""
    notice = Notice.objects.select_related("annual__meeting").filter(pk=letter.thing_id).first()
    if notice is None or notice.sent_at is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        corrected = notice.annual.notices.filter(sent_at__lt=notice.sent_at).exists()
        words = _("Corrected notice: %(meeting)s %(day)s") if corrected else _("Notice: %(meeting)s %(day)s")
        subject = words % {
            "meeting": " ".join(notice.annual.meeting.title.split()),
            "day": full_day(notice.says_date),
        }
        message = EmailMessage(subject, f"{notice.text}\n")
    for paper in notice.papers.all():
        with paper.file.open("rb") as file:
            message.attach((paper.file.name or "").rpartition("/")[2], file.read())
    return message


def compose_adjusting(letter: Letter) -> EmailMessage | None:
    """The link by which somebody reads and signs the minutes; no longer wanted once they are adjusted."""
    officer = Officer.objects.select_related("annual__meeting__minutes").filter(pk=letter.thing_id).first()
    if officer is None or officer.annual.meeting.minutes.state != MinutesState.CIRCULATED:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "name": officer.name,
            "meeting": officer.annual.meeting.title,
            "url": settings.ADDRESS + reverse("meetings:annual_sign", args=[links.sign(SIGN, officer.pk)]),
        }
        subject = _("Minutes to adjust: %(meeting)s") % words
        body = _(
            "Hello %(name)s,\n\nThe minutes of %(meeting)s are written. Read them and sign here, "
            "without an account:\n%(url)s\n\nIf something is wrong, answer to who sent you the minutes "
            "before you sign.\n\nSluss\n"
        )
        return EmailMessage(subject, body % words)
