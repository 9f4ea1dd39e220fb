"""Contacts as files: address cards (vCard 3.0, RFC 2426) and a workbook. Who is protected is in neither.

The caller hands over only what may leave; that a person or an address is protected is asked here once more, so
that no way leads around it.
"""

import io
from collections.abc import Sequence

import vobject
import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from sluss.coalition.countries import name_of
from sluss.coalition.models import ContactPerson, Organisation
from sluss.trust.spreadsheets import safe_text


def cards(contacts: Sequence[ContactPerson]) -> bytes:
    """Address cards one after the other, UTF-8."""
    return "".join(_card(contact) for contact in contacts if not contact.protected).encode()


def _card(contact: ContactPerson) -> str:
    card = vobject.vCard()
    given, _space, family = contact.name.rpartition(" ")
    card.add("uid").value = f"contact-{contact.pk}@{settings.ADDRESS.partition('://')[2].partition(':')[0]}"
    card.add("fn").value = contact.name
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    card.add("org").value = [contact.organisation.name]
    for name, value in (("title", contact.title), ("url", contact.organisation.web)):
        if value:
            card.add(name).value = value
    if contact.email:
        card.add("email").value = contact.email
        card.email.type_param = "INTERNET"
    if contact.phone:
        card.add("tel").value = contact.phone
        card.tel.type_param = "WORK"
    address = _address(contact.organisation)
    if address:
        card.add("adr").value = vobject.vcard.Address(street=address, country=contact.organisation.country)
        card.adr.type_param = "WORK"
    text: str = card.serialize()
    return text


def _address(organisation: Organisation) -> str:
    """The lines of the address, or nothing where it is protected."""
    if organisation.address_protected:
        return ""
    return ", ".join(line.strip() for line in organisation.address.splitlines() if line.strip())


def workbook(contacts: Sequence[ContactPerson]) -> bytes:
    """One sheet, a line for each contact. Text stays text: nothing is a formula or a link."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(
        kept, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    sheet = book.add_worksheet(_("Contacts"))
    head = [
        _("Organisation"), _("Kind"), _("Name"), _("Job title"), _("Roles"), _("E-mail"), _("Telephone"),
        _("Languages"), _("Postal address"), _("Country"),
    ]  # fmt: skip
    rows = [_row(contact) for contact in contacts if not contact.protected]
    bold = book.add_format({"bold": True})
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
        longest = max([len(text), *(len(row[column]) for row in rows)])
        sheet.set_column(column, column, min(longest + 2, 45))
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, safe_text(text))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
    book.close()
    return kept.getvalue()


def _row(contact: ContactPerson) -> list[str]:
    organisation = contact.organisation
    return [
        organisation.name,
        str(organisation.get_kind_display()),
        contact.name,
        contact.title,
        ", ".join(str(role.label) for role in contact.roles),
        contact.email,
        contact.phone,
        contact.languages,
        _address(organisation),
        name_of(organisation.country),
    ]
