"""How a perspective's table would be published, before it is kept."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.models import OUT, Perspective, Release, ReleaseTable
from sluss.statistics.protection import Usefulness, protect_perspectives
from sluss.statistics.services.perspectives import Definition
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused

SLUG = "forhandsvisning"


@dataclass(frozen=True)
class Preview:
    """The table as everybody would see it, or why there is nothing to see."""

    sheet: Sheet | None = None
    usefulness: Usefulness | None = None
    release: Release | None = None
    refused: str = ""


def preview(actor: Actor, definition: Definition, replaces: Perspective | None = None) -> Preview:
    """The definition's table over the newest frozen round, protected together with all it would stand beside.

    Beside a release that is still being worked on stand the other perspectives in use; beside a published one
    what is published.
    """
    release = (
        Release.objects.visible_to(actor)
        .select_related("round")
        .order_by("-round__period_start", "-version")
        .first()
    )
    if release is None:
        return Preview(refused=_("There are no figures yet. Freeze a round, then you see the table here."))
    beside = Perspective.objects.none() if release.state in OUT else Perspective.objects.filter(in_use=True)
    if replaces is not None:
        beside = beside.exclude(pk=replaces.pk)
    wanted = definition.unsaved(SLUG)
    try:
        outcome = protect_perspectives(release, [wanted, *beside])
    except Refused as refusal:
        return Preview(release=release, refused=str(refusal.message))
    if wanted in outcome.left_out:
        return Preview(
            release=release, refused=_("April to March needs the published figures of the year before.")
        )
    if not outcome.protected:
        return Preview(
            release=release,
            refused=_("The table can't be protected, because of what is published. Choose coarser codes."),
        )
    counted, protected = outcome.counted[0], outcome.protected[0]
    row = ReleaseTable(
        release=release, definition=counted.definition, slug=SLUG, protected=protected.to_plain()
    )
    return Preview(sheet(row, (get_language() or "sv")[:2]), outcome.usefulness()[0], release)
