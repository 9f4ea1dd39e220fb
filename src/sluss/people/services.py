"""What changes of accounts: made for somebody, sessions ended, sign-in reset."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.people.models import Person
from sluss.trust.actor import Actor
from sluss.trust.trail import leave


def make_account(actor: Actor, *, name: str, email: str, language: str = "sv") -> Person:
    """Make an account without a password, or find the one that there is for the address."""
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        person = Person.objects.create_user(email, name, language=language)
        leave(actor, "make account", person)
    return person


@transaction.atomic
def end_sessions(actor: Actor, person: Person, *, reason: str, organisation_id: int | None = None) -> int:
    """Sign the person out everywhere. Returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    leave(
        actor, "end sessions", person, reason=reason, organisation_id=organisation_id,
        detail={"sessions": len(sessions)},
    )  # fmt: skip
    return len(sessions)


@transaction.atomic
def reset_sign_in(actor: Actor, person: Person, *, reason: str, organisation_id: int | None = None) -> None:
    """After a lost phone: take away second factors and password, sign out, mail a link to begin anew."""
    end_sessions(actor, person, reason=reason, organisation_id=organisation_id)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    leave(actor, "reset sign-in", person, reason=reason, organisation_id=organisation_id)
    transaction.on_commit(lambda: mail_way_in(person))


def choose_language(person: Person, language: str) -> None:
    """Write to the person in this language from now on. A taste, not a deed: it leaves no line in the trail."""
    person.language = language
    person.save(update_fields=["language"])


def way_in(person: Person) -> str:
    """An address, good once and for some days, at which the person sets a password."""
    key = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )


def mail_way_in(person: Person) -> None:
    """Mail the person the way in: a link, nothing about anybody met."""
    with translation.override(person.language):
        text = render_to_string(
            "people/way_in.txt", {"name": person.name, "url": f"{settings.ADDRESS}{way_in(person)}"}
        )
        send_mail(_("Your way into Sluss"), text, None, [person.email])
