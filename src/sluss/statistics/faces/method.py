"""How the figures are made and protected, in words: the same on the page and in the report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sluss.statistics.faces import words
from sluss.statistics.faces.prose import Block
from sluss.statistics.models import Release


@dataclass(frozen=True)
class Part:
    title: str
    blocks: tuple[Block, ...]


def parts(release: Release) -> tuple[Part, ...]:
    """The parts of the method note in the active language."""
    return (
        _part(_("Who has reported"), _who(release)),
        _part(_("How persons are counted"), _counting()),
        _part(_("Denominators and shares"), _denominators()),
        _part(_("How nobody can be recognised"), _protection(release)),
        _part(_("What the figures don't say"), _limits()),
        _part(_("Versions"), _versions(release)),
    )


def _part(title: str, sentences: list[str]) -> Part:
    return Part(title, tuple(Block("paragraph", sentence) for sentence in sentences))


def _who(release: Release) -> list[str]:
    reported = words.n_of_n(release.organisations_reporting, release.organisations_expected)
    return [
        _(
            "%s have reported for the period, also those that met nobody. Each return has been read and "
            "accepted by the coordinator."
        )
        % reported
    ]


def _counting() -> list[str]:
    return [
        _(
            "What is counted is the person met in the period, in one role: potential victim, accompanying "
            "child, sibling, partner or other relative. Contacts, persons and potential victims are "
            "different counts, and every heading says which one it is."
        ),
        _(
            "A potential victim is somebody the organisation judges to be exposed to human trafficking or "
            "something like it. No authority has to have said so."
        ),
        _(
            "Each person is counted once by each organisation that met them. Somebody whom two "
            "organisations met may be counted twice."
        ),
        _("“Child elsewhere” says that a child exists. Nobody met the child, who is no person of the total."),
    ]


def _denominators() -> list[str]:
    return [
        _(
            "Where a person can have one answer, everybody in the table is the denominator, also those "
            "whose answer isn't known."
        ),
        _(
            "Where a person can have several answers, those who answered are the denominator, and the "
            "shares may add up to more than 100 per cent. Who gave no answer is left out."
        ),
        _("Not known, not asked and declined are three different answers. None of them means no."),
    ]


def _protection(release: Release) -> list[str]:
    threshold = _("Numbers from 1 to %s are not shown, since a small number can point at a person.") % (
        release.threshold - 1
    )
    sentences = [
        threshold,
        _(
            "A small number could be worked out from sums and from other tables. So more numbers are "
            "hidden until that is no longer possible, counted over all tables of this release and "
            "everything published before."
        ),
        _(
            "Then a program plays the attacker: it takes everything published and tries to find each "
            "hidden number. A release in which it finds one is not published."
        ),
        _("A hidden number is written “..” everywhere: on the page, in charts and in every file."),
    ]
    if release.guard_organisations:
        sentences.insert(1, _("Numbers that one organisation alone has contributed are not shown either."))
    return sentences


def _limits() -> list[str]:
    return [
        _(
            "The figures show whom the organisations met, not how many are exposed in Sweden. They follow "
            "where there is support and who has time to report."
        ),
        _("They can't be added to figures from authorities: the same person may be in both."),
    ]


def _versions(release: Release) -> list[str]:
    sentences = [
        _("Codebook %(codebook)s. Version %(version)s of these figures.")
        % {"codebook": release.codebook_version, "version": release.version},
        _(
            "Figures are never changed silently. A correction is published as a new version, and the old "
            "one stays readable."
        ),
    ]
    if release.restates is not None:
        sentences.insert(1, _("This version replaces version %s.") % release.restates.version)
    return sentences
