"""Who speaks for each organisation: delegates named in writing, and proxies."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.annual.selectors.days import rules_of
from sluss.meetings.annual.services.rights import before_it_closes, check_speaks_for, runs
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, Proxy
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class NameMissing(Refused):
    default = _("Say who it is.")


class AlreadyNamed(Refused):
    default = _("This person is named already.")


class NoProxies(Refused):
    default = _("The statutes don't allow proxies.")


class OwnDelegate(Refused):
    default = _("A proxy goes to another organisation's delegate.")


class HoldsEnough(Refused):
    default = _("This delegate holds as many proxies as the statutes allow. Choose another.")


class GivenAlready(Refused):
    default = _("The organisation has given its proxy already. Take it back first.")


@transaction.atomic
def name_delegate(
    actor: Actor,
    annual: AnnualMeeting,
    organisation: Organisation,
    *,
    person: Person | None = None,
    name: str = "",
) -> Accreditation:
    """Name a delegate of an organisation: a person with an account, or anybody by name.

    It may name several; it has one vote. At the meeting who runs it may note a delegate named on paper.

    Raises:
        NotAllowed: neither the organisation's head nor who runs the meeting; or it is no member that day.
        NameMissing, AlreadyNamed: nobody, or the same one again.
        WrongState: the meeting is closed.
    """
    standing = before_it_closes(annual)
    check_speaks_for(actor, standing, organisation)
    name = (person.name if person else name).strip()
    if not name:
        raise NameMissing(field="name")
    named = Accreditation.objects.standing().filter(annual=standing, organisation=organisation)
    if named.filter(name__iexact=name).exists():
        raise AlreadyNamed(field="name")
    made = Accreditation.objects.create(
        annual=standing, organisation=organisation, person=person, name=name, named_by_id=actor.person_id
    )
    leave(actor, "name delegate", made)
    return made


@transaction.atomic
def withdraw_delegate(actor: Actor, delegate: Accreditation) -> None:
    """Take a delegate back; proxies held fall with it.

    Raises:
        NotAllowed: neither the organisation's head nor who runs the meeting.
        WrongState: the delegate is at the meeting. Note that it leaves first.
    """
    standing = before_it_closes(delegate.annual)
    check_speaks_for(actor, standing, delegate.organisation)
    last = delegate.movements.filter(struck_at=None).order_by("at", "pk").last()
    if last is not None and last.arrives:
        raise WrongState(_("The delegate is at the meeting. Note first that the delegate leaves."))
    if delegate.withdrawn_at is None:
        delegate.withdrawn_at = clock.now()
        delegate.save(update_fields=["withdrawn_at"])
        delegate.proxies.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
        leave(actor, "withdraw delegate", delegate)


@transaction.atomic
def give_proxy(
    actor: Actor, annual: AnnualMeeting, organisation: Organisation, *, holder: Accreditation, signed_by: str
) -> Proxy:
    """Let another organisation's delegate cast this organisation's vote.

    Raises:
        NotAllowed: neither the organisation's head nor who runs the meeting.
        NoProxies, HoldsEnough: the statutes say so.
        OwnDelegate: the holder is the organisation's own, or isn't a delegate of this meeting.
        NameMissing: nobody has signed.
        GivenAlready: one proxy for each organisation.
    """
    standing = before_it_closes(annual)
    check_speaks_for(actor, standing, organisation)
    rules = rules_of(standing)
    if not rules.proxies_allowed:
        raise NoProxies
    if holder.annual_id != standing.pk or holder.withdrawn_at or holder.organisation_id == organisation.pk:
        raise OwnDelegate(field="holder")
    if not signed_by.strip():
        raise NameMissing(field="signed_by")
    given = Proxy.objects.standing().filter(annual=standing)
    if given.filter(organisation=organisation).exists():
        raise GivenAlready(field="holder")
    if given.filter(holder=holder).count() >= rules.proxies_per_delegate:
        raise HoldsEnough(field="holder")
    proxy = Proxy.objects.create(
        annual=standing, organisation=organisation, holder=holder, signed_by=signed_by.strip(),
        given_by_id=actor.person_id,
    )  # fmt: skip
    leave(actor, "give proxy", proxy)
    return proxy


@transaction.atomic
def withdraw_proxy(actor: Actor, proxy: Proxy) -> None:
    """Take a proxy back.

    Raises:
        NotAllowed: neither the organisation's head nor who runs the meeting.
    """
    before_it_closes(proxy.annual)
    if proxy.organisation_id not in actor.leads and not runs(actor, proxy.annual):
        raise NotAllowed
    if proxy.withdrawn_at is None:
        proxy.withdrawn_at = clock.now()
        proxy.save(update_fields=["withdrawn_at"])
        leave(actor, "withdraw proxy", proxy)
