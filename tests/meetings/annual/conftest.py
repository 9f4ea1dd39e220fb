"""An annual meeting of four organisations, with a board, called for 31 March 2017."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sluss.coalition.models import Group, GroupKind, Organisation
from sluss.coalition.selectors import actor_for
from sluss.meetings.annual.services import ballots, delegates, notices, planning, roll
from sluss.meetings.models import Paper
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, Ballot, Duty, Notice
from sluss.people.models import Person
from sluss.trust.actor import Actor, Role
from tests.conftest import make_organisation, make_person

NAMES = ("Bryggan", "Fyrtornet", "Hamnen", "Linden")
MEETING_DAY = dt.date(2017, 3, 31)


def at_one(day: dt.date) -> dt.datetime:
    """13.00 of a day in Sweden."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(13)))


def a_pdf(text: str = "Verksamhetsberättelse") -> SimpleUploadedFile:
    import io

    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(made)
    return SimpleUploadedFile(f"{text}.pdf", made.getvalue(), "application/pdf")


@dataclass
class Assembly:
    """The meeting, who runs it, and each organisation's head and delegate by the organisation's name."""

    annual: AnnualMeeting
    runner: Actor
    board: Group
    organisations: dict[str, Organisation]
    heads: dict[str, Person]
    delegates: dict[str, Accreditation] = field(default_factory=dict)

    def head(self, name: str) -> Actor:
        return actor_for(self.heads[name])

    def name_delegate(self, name: str, who: str = "") -> Accreditation:
        organisation = self.organisations[name]
        made = delegates.name_delegate(self.runner, self.annual, organisation, name=who or f"Ombud {name}")
        self.delegates.setdefault(name, made)
        return made

    def send_notice(self, reason: str = "") -> Notice:
        draft = notices.begin_notice(self.runner, self.annual)
        sent = notices.send_notice(self.runner, draft, reason=reason)
        self.annual.refresh_from_db()
        return sent

    def hold(self, *names: str) -> None:
        """Delegates of these organisations are there, and the meeting is open."""
        for name in names:
            roll.arrive(self.runner, self.delegates.get(name) or self.name_delegate(name))
        planning.open_annual_meeting(self.runner, self.annual)
        self.annual.refresh_from_db()

    def open_question(self, question: str, method: str, **words: object) -> Ballot:
        ballot = ballots.prepare_question(self.runner, self.annual, question=question, method=method, **words)
        return ballots.open_ballot(self.runner, ballot)


@pytest.fixture
def assembly(stand_on: Callable[[dt.date], None]) -> Assembly:
    """Planned on 10 January 2017."""
    stand_on(dt.date(2017, 1, 10))
    organisations = {name: make_organisation(name) for name in NAMES}
    heads = {name: make_person(f"Lena {name}", organisations[name], Role.LEAD) for name in NAMES}
    coordinator = make_person("Saga Samordnare", None, Role.COORDINATOR)
    board = Group.objects.create(name="Styrelsen", kind=GroupKind.BOARD, starts=dt.date(2013, 1, 1))
    runner = actor_for(coordinator)
    annual = planning.plan_annual_meeting(
        runner, title="Årsmöte 2017", starts_at=at_one(MEETING_DAY), place="Stockholm"
    )
    return Assembly(annual, runner, board, organisations, heads)


@pytest.fixture
def held(assembly: Assembly, stand_on: Callable[[dt.date], None]) -> Assembly:
    """31 March: three of four are there, and the meeting is open."""
    stand_on(MEETING_DAY)
    assembly.hold("Bryggan", "Fyrtornet", "Hamnen")
    return assembly


@pytest.fixture
def paper(assembly: Assembly) -> Paper:
    return Paper.objects.create(meeting=assembly.annual.meeting, name="Verksamhetsberättelse", file=a_pdf())


CHAIR, ADJUSTOR = Duty.CHAIR, Duty.ADJUSTOR
