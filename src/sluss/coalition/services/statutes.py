"""The statutes: a draft is written, proposed, adopted by a decision, and supersedes the version before."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import STATUTES_STATES, Article, StatutesState, StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.coalition.selectors.statutes import in_force_on
from sluss.coalition.signals import statutes_changed
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave

#: longest heading of an article, in signs
LONGEST_HEADING = 150


class ChangedMeanwhile(Refused):
    default = _("Somebody else has saved the text since you opened it. Nothing of yours is lost: see below.")


class NotWritten(Refused):
    default = _("Nothing is written yet. Add the first article.")


class HeadingTooLong(Refused):
    default = _("A heading may have 150 signs. Make it shorter.")


class NeedsSecondReading(Refused):
    default = _(
        "The statutes in force ask for two decisions. Note the first one now, and the second when it is taken."
    )


class BeforeThePresentOnes(Refused):
    default = _("The statutes in force began later than that. Choose a later day.")


class WithoutDecision(Refused):
    default = _("Say which decision adopted them, as it is cited in the minutes.")


class WithoutReason(Refused):
    default = _("The statutes are in force. Say why the rules are changed.")


def may_write_statutes(actor: Actor) -> bool:
    return actor.has(Role.COORDINATOR, Role.BOARD)


def _check(actor: Actor) -> None:
    if not may_write_statutes(actor):
        raise NotAllowed


def _locked(version: StatutesVersion) -> StatutesVersion:
    """The row as it stands, kept from others until this is done."""
    return StatutesVersion.objects.select_for_update().get(pk=version.pk)


@transaction.atomic
def draft_statutes(actor: Actor) -> StatutesVersion:
    """Begin a new version: with the articles and rules of the one in force, or empty where there is none.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
    """
    _check(actor)
    present = in_force_on(clock.today())
    last = StatutesVersion.objects.aggregate(last=Max("number"))["last"] or 0
    rules = present.rules if present is not None else StatuteRules()
    draft = StatutesVersion.objects.create(number=last + 1, rules_kept=rules.as_json())
    if present is not None:
        Article.objects.bulk_create(
            Article(version=draft, number=article.number, heading=article.heading, text=article.text)
            for article in present.articles.all()
        )
    leave(actor, "draft statutes", draft)
    return draft


@transaction.atomic
def write_articles(
    actor: Actor, version: StatutesVersion, articles: Sequence[tuple[str, str]], *, edits: int
) -> None:
    """Keep the articles, (heading, text) in order, numbered from 1. `edits` tells which text they began from.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WrongState: the version is no longer a draft.
        ChangedMeanwhile: somebody else has saved in between.
        HeadingTooLong: a heading has more than `LONGEST_HEADING` signs.
    """
    _check(actor)
    kept = _locked(version)
    if kept.state != StatutesState.DRAFT:
        raise WrongState(_("The text has been proposed and can't be changed any more. Begin a new draft."))
    if kept.edits != edits:
        raise ChangedMeanwhile
    if any(len(heading) > LONGEST_HEADING for heading, _text in articles):
        raise HeadingTooLong
    kept.articles.all().delete()
    Article.objects.bulk_create(
        Article(version=kept, number=number, heading=heading.strip(), text=text.strip())
        for number, (heading, text) in enumerate(articles, start=1)
    )
    kept.edits += 1
    kept.save(update_fields=["edits"])
    leave(actor, "write statutes", kept, detail={"articles": len(articles)})


@transaction.atomic
def set_rules(actor: Actor, version: StatutesVersion, rules: StatuteRules, *, reason: str = "") -> None:
    """Say what the text means for dates, rolls and results. In force, a mistake is corrected with a reason.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WithoutReason: the version is in force and no reason is given.
        WrongState: the version has been superseded or withdrawn.
    """
    _check(actor)
    kept = _locked(version)
    if kept.state in {StatutesState.SUPERSEDED, StatutesState.WITHDRAWN}:
        raise WrongState
    in_force = kept.state == StatutesState.IN_FORCE
    if in_force and not reason.strip():
        raise WithoutReason(field="reason")
    kept.rules_kept = rules.as_json()
    kept.save(update_fields=["rules_kept"])
    leave(actor, "set statute rules", kept, reason=reason)
    if in_force:
        statutes_changed.send(sender=StatutesVersion, actor=actor, version=kept)


@transaction.atomic
def propose_statutes(actor: Actor, version: StatutesVersion) -> None:
    """Put the draft before the members: from now on its text stands.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        NotWritten: there is no article, or one without text.
        WrongState: it isn't a draft.
    """
    _check(actor)
    kept = _locked(version)
    _check_written(kept)
    STATUTES_STATES.move(actor, kept, "propose statutes")
    kept.save(update_fields=["state"])


@transaction.atomic
def adopt_statutes_once(actor: Actor, version: StatutesVersion, *, adopted_by: str) -> None:
    """Note the first of two decisions.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WithoutDecision: the decision isn't named.
        WrongState: it hasn't been proposed.
    """
    _check(actor)
    kept = _locked(version)
    _check_decision(adopted_by)
    STATUTES_STATES.move(actor, kept, "adopt statutes once")
    kept.adopted_by = adopted_by
    kept.save(update_fields=["state", "adopted_by"])


@transaction.atomic
def adopt_statutes(actor: Actor, version: StatutesVersion, *, adopted_by: str, valid_from: dt.date) -> None:
    """Put the version in force from a day; until then the one before holds, and is superseded by it.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        NotWritten: there is no article, or one without text.
        WithoutDecision: the decision isn't named.
        NeedsSecondReading: the statutes in force ask for two decisions and the first isn't noted.
        BeforeThePresentOnes: the version in force began on that day or later.
        WrongState: it has been adopted, superseded or withdrawn already.
    """
    _check(actor)
    kept = _locked(version)
    _check_written(kept)
    _check_decision(adopted_by)
    present = StatutesVersion.objects.filter(state=StatutesState.IN_FORCE).first()
    if present is not None:
        _check_follows(kept, present, valid_from)
    twice = kept.state == StatutesState.FIRST_READING
    kept.adopted_by = f"{kept.adopted_by}; {adopted_by}" if twice else adopted_by
    kept.valid_from = valid_from
    STATUTES_STATES.move(actor, kept, "adopt statutes")
    kept.save()
    if present is not None:
        STATUTES_STATES.move(actor, present, "supersede statutes")
        present.save(update_fields=["state"])
    statutes_changed.send(sender=StatutesVersion, actor=actor, version=kept)


def _check_written(version: StatutesVersion) -> None:
    articles = list(version.articles.all())
    if not articles:
        raise NotWritten
    for article in articles:
        if not (article.heading and article.text):
            raise NotWritten(gettext("§ %(number)s has no heading or no text.") % {"number": article.number})


def _check_decision(adopted_by: str) -> None:
    if not adopted_by.strip():
        raise WithoutDecision(field="adopted_by")


def _check_follows(version: StatutesVersion, present: StatutesVersion, valid_from: dt.date) -> None:
    if present.rules.statutes_second_reading and version.state != StatutesState.FIRST_READING:
        raise NeedsSecondReading
    if present.valid_from is not None and valid_from <= present.valid_from:
        raise BeforeThePresentOnes(field="valid_from")


@transaction.atomic
def withdraw_statutes(actor: Actor, version: StatutesVersion, *, reason: str) -> None:
    """Put a draft or a proposal away.

    Raises:
        NotAllowed: the actor is neither the coordinator nor on the board.
        WrongState: it is or was in force, or is withdrawn already.
    """
    _check(actor)
    kept = _locked(version)
    STATUTES_STATES.move(actor, kept, "withdraw statutes", reason=reason)
    kept.save(update_fields=["state"])
