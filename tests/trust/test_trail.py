import pytest

from sluss.trust.actor import PUBLIC
from sluss.trust.models import TrailEntry
from sluss.trust.trail import leave


def test_a_line_of_the_trail_is_never_changed_or_deleted(organisation):
    leave(PUBLIC, "look", organisation)
    line = TrailEntry.objects.get()
    line.reason = "other"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
    assert TrailEntry.objects.get().reason == ""


def test_nobody_sees_the_trail_but_auditor_and_own_lead(
    organisation, other_organisation, lead, reporter, actor
):
    leave(PUBLIC, "look", organisation, organisation_id=organisation.pk)
    leave(PUBLIC, "look", other_organisation, organisation_id=other_organisation.pk)
    assert TrailEntry.objects.visible_to(actor(reporter)).count() == 0
    assert [line.organisation_id for line in TrailEntry.objects.visible_to(actor(lead))] == [organisation.pk]
