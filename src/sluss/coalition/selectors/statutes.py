"""The statutes as they hold on a day, and what differs between two versions."""

import datetime as dt

from django.db.models import QuerySet

from sluss.coalition.differences import ArticleDifference, Text, differences
from sluss.coalition.models import Article, StatutesState, StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.trust import clock
from sluss.trust.actor import Actor

ADOPTED = (StatutesState.IN_FORCE, StatutesState.SUPERSEDED)


def in_force_on(day: dt.date) -> StatutesVersion | None:
    """The version in force on a day: the latest adopted one whose first day has come.

    A version that has been superseded still holds for the days before its successor's first.
    """
    adopted = StatutesVersion.objects.filter(state__in=ADOPTED, valid_from__lte=day)
    return adopted.order_by("-valid_from", "-number").first()


def rules_on(day: dt.date) -> StatuteRules:
    """The rules of the statutes in force on a day; the usual ones where there are no statutes yet."""
    version = in_force_on(day)
    return version.rules if version is not None else StatuteRules()


def compared_with(actor: Actor, shown: StatutesVersion) -> StatutesVersion | None:
    """What a version is read beside: a proposal beside what holds today, an adopted one beside the one before."""
    if shown.state not in ADOPTED:
        return in_force_on(clock.today())
    adopted = StatutesVersion.objects.visible_to(actor).filter(state__in=ADOPTED)
    return adopted.filter(valid_from__lt=shown.valid_from).order_by("-valid_from").first()


def in_force_articles(actor: Actor) -> QuerySet[Article]:
    """The articles that hold today: everybody's to read."""
    return Article.objects.filter(version=in_force_on(clock.today()))


def what_differs(earlier: StatutesVersion, later: StatutesVersion) -> list[ArticleDifference]:
    """Every article of both versions with what was put in and taken away."""
    return differences(_texts(earlier), _texts(later))


def _texts(version: StatutesVersion) -> list[Text]:
    return [Text(article.number, article.heading, article.text) for article in version.articles.all()]
