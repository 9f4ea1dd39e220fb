"""Every address as every role, on Fyrtornet's own things and on another organisation's.

The table below says who may open what. Whoever isn't named gets "there is no such page", and who isn't
signed in is led to sign in. An address that isn't in the table fails the test.
"""

import os
import re
import tempfile
from collections.abc import Iterator

from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sluss.trust.models import TrailEntry
from tests.matrix.world import World, build

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
OURS = {"website", "coalition", "contacts", "statistics"}
EVERYBODY = {
    "public", "nobody", "reporter", "lead", "coordinator", "board", "authority", "auditor", "administrator",
}  # fmt: skip
SIGNED_IN = EVERYBODY - {"public"}
INSIDE = SIGNED_IN - {"nobody", "authority"}
ORGANISATION = {"reporter", "lead"}
COORDINATOR = {"coordinator"}

#: address -> who opens it, where it is Fyrtornet's (whose reporter and lead are asked)
OPENS: dict[str, set[str]] = {
    "website:front": EVERYBODY,
    "website:home": SIGNED_IN,
    "website:accessibility": EVERYBODY,
    "website:parts": EVERYBODY,
    "coalition:organisations": {"coordinator", "board", "administrator"},
    "coalition:member_new": {"administrator"},
    "coalition:appointment_new": {"administrator"},
    "coalition:colleagues": {"lead"},
    "coalition:colleague_new": {"lead", "administrator"},
    "coalition:colleague_deed": {"lead", "administrator"},
    "coalition:reporting_contacts": {"lead", "administrator"},
    "coalition:organisation": {"administrator"},
    "coalition:member_end": {"administrator"},
    "coalition:accounts": {"administrator"},
    "coalition:account_deed": {"administrator"},
    "coalition:appointment_end": {"coordinator", "administrator"},
    "coalition:deputies": COORDINATOR,
    "coalition:trail": {"lead", "auditor"},
    "contacts:index": {"reporter", "lead", "coordinator", "board", "auditor"},
    "contacts:round_new": COORDINATOR,
    "contacts:board": {"coordinator", "board", "auditor"},
    "contacts:return": ORGANISATION,
    "contacts:contact_new": ORGANISATION,
    "contacts:figures": ORGANISATION,
    "contacts:figures_pdf": ORGANISATION,
    "contacts:review": COORDINATOR,
    "contacts:ask": COORDINATOR,
    "contacts:reopen": COORDINATOR,
    "contacts:excuse": COORDINATOR,
    "contacts:contact": ORGANISATION,
    "contacts:contact_remove": ORGANISATION,
    "contacts:contact_step": ORGANISATION,
    "contacts:import": ORGANISATION,
    "contacts:template": ORGANISATION,
    "contacts:xlsform": ORGANISATION,
    "contacts:export": ORGANISATION,
    "contacts:import_look": ORGANISATION,
    "contacts:dictionary": INSIDE,
    "contacts:dictionary_file": INSIDE,
    "statistics:index": EVERYBODY,
    "statistics:catalogue": EVERYBODY,
    "statistics:release": EVERYBODY,
    "statistics:file": EVERYBODY,
    "statistics:table": EVERYBODY,
    "statistics:table_file": EVERYBODY,
    "statistics:work": COORDINATOR,
    "statistics:freeze": COORDINATOR,
    "statistics:work_release": COORDINATOR,
    "statistics:work_progress": COORDINATOR,
    "statistics:work_codes": COORDINATOR,
    "statistics:work_note": COORDINATOR,
    "statistics:work_publish": COORDINATOR,
    "statistics:perspective_new": COORDINATOR,
    "statistics:perspective": COORDINATOR,
    "statistics:earlier_totals": COORDINATOR,
    "statistics:earlier_total": COORDINATOR,
}
#: addresses that only act (POST): who may
ACTS: dict[str, set[str]] = {
    "contacts:remind": COORDINATOR,
    "contacts:group_case_new": COORDINATOR,
    "contacts:submit": ORGANISATION,
    "contacts:submit_nil": ORGANISATION,
    "contacts:take_back": ORGANISATION,
    "contacts:snooze": ORGANISATION,
    "contacts:accept": COORDINATOR,
    "contacts:expect_again": COORDINATOR,
    "contacts:answer": set(),  # the question in this world is Hamnen's
    "contacts:close_query": COORDINATOR,
    "contacts:contact_restore": ORGANISATION,
    "contacts:import_discard": ORGANISATION,
    "contacts:import_take_back": ORGANISATION,
    "statistics:work_check": COORDINATOR,
    "statistics:work_stop": COORDINATOR,
    "statistics:perspective_preview": COORDINATOR,
    "statistics:perspective_retire": COORDINATOR,
    "statistics:earlier_total_remove": COORDINATOR,
}
#: addresses that lead on: the list in this world speaks the codebook's own words
LEADS_ON: dict[str, set[str]] = {
    "contacts:import_columns": ORGANISATION,
    "contacts:import_words": ORGANISATION,
}
#: parts of addresses that name somebody's thing
SOMEBODYS = {"return_id", "contact_id", "query_id", "run_id"}


def addresses() -> Iterator[tuple[str, list[str]]]:
    """(name, parts) of every address of our rooms."""

    def walk(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, list[str]]]:
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if space in OURS:
                    yield f"{space}:{pattern.name}", re.findall(r"<(?:\w+:)?(\w+)>", here)
            else:
                yield from walk(pattern, here, pattern.namespace or space)

    yield from walk(get_resolver(), "", "")


def is_somebodys(name: str, parts: list[str]) -> bool:
    return bool(SOMEBODYS & set(parts)) or name.startswith(
        ("coalition:colleague_", "coalition:reporting_contacts")
    )


FILES = tempfile.mkdtemp(prefix="files-", dir=os.environ["SLUSS_DATA"])


@override_settings(DEMO=True, TASKS=IMMEDIATE, MEDIA_ROOT=FILES)
class TestEveryAddress(TestCase):
    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = build(lambda: cls.captureOnCommitCallbacks(execute=True))

    def setUp(self) -> None:
        self.enterContext(
            self.settings(MEDIA_ROOT=FILES)
        )  # each test has files of its own; here they are shared

    def clients(self) -> Iterator[tuple[str, Client]]:
        yield "public", Client(raise_request_exception=False)
        for role, person in self.world.people.items():
            client = Client(raise_request_exception=False)
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            yield role, client

    def url(self, name: str, parts: list[str], side: dict[str, object]) -> str:
        things = {**self.world.shared, **side}
        values = {
            "return_id": things["return"],
            "round_id": things["round"],
            "contact_id": things["contact"],
            "run_id": things["run"],
            "query_id": self.world.other["query"],
            "step": "person",
            "language": "sv",
            "deed": "logga-ut",
            "period": "2015",
            "slug": self.world.shared["slug"],
            "name": "report-sv.pdf",
            "kind": "csv",
        }
        own_pk = {
            "coalition:colleague_new": "organisation",
            "coalition:reporting_contacts": "organisation",
            "coalition:organisation": "organisation",
            "coalition:member_end": "organisation",
            "coalition:account_deed": "person",
            "coalition:appointment_end": "deputy",
            "coalition:colleague_deed": "affiliation",
            "statistics:perspective": "perspective",
            "statistics:perspective_retire": "perspective",
            "statistics:earlier_total": "earlier",
            "statistics:earlier_total_remove": "earlier",
        }
        values["pk"] = things[own_pk.get(name, "release")]
        return reverse(name, kwargs={part: values[part] for part in parts})

    def test_every_address_is_in_the_table(self):
        assert sorted(name for name, _ in addresses()) == sorted([*OPENS, *ACTS, *LEADS_ON])

    def test_who_may_open_what(self):
        seen = {name: set() for name in OPENS}
        for role, client in self.clients():
            for name, parts in addresses():
                if name not in OPENS:
                    continue
                status = client.get(self.url(name, parts, self.world.own)).status_code
                if status == 200:
                    seen[name].add(role)
                else:
                    assert status == (302 if role == "public" else 404), (role, name, status)
        assert seen == OPENS

    def test_who_may_act(self):
        seen = {name: set() for name in ACTS}
        for role, client in self.clients():
            for name, parts in addresses():
                if name in ACTS and self._post(client, self.url(name, parts, self.world.own), role):
                    seen[name].add(role)
        assert seen == ACTS

    def _post(self, client: Client, url: str, role: str) -> bool:
        """Whether the POST was let in. Who isn't let in changes nothing and leaves nothing in the trail."""
        with transaction.atomic():
            before = TrailEntry.objects.count()
            answer = client.post(url)
            let_in = answer.status_code != 404 and not answer.headers.get("Location", "").startswith(
                "/konto/"
            )
            if not let_in:
                assert answer.status_code == (302 if role == "public" else 404), (role, url)
                assert TrailEntry.objects.count() == before
            transaction.set_rollback(True)
        return let_in

    def test_who_is_led_on(self):
        seen = {name: set() for name in LEADS_ON}
        for role, client in self.clients():
            for name, parts in addresses():
                if name in LEADS_ON:
                    answer = client.get(self.url(name, parts, self.world.own))
                    if answer.status_code == 302 and role != "public":
                        seen[name].add(role)
        assert seen == LEADS_ON

    def test_looking_at_an_address_that_acts_does_nothing(self):
        before = TrailEntry.objects.count()
        for _, client in self.clients():
            for name, parts in addresses():
                if name in ACTS:
                    status = client.get(self.url(name, parts, self.world.own)).status_code
                    assert status in {302, 404, 405}, (name, status)
        assert TrailEntry.objects.count() == before

    def test_another_organisations_things_guessed_by_number_are_not_there(self):
        for role, client in self.clients():
            if role not in ORGANISATION:
                continue
            for name, parts in addresses():
                if not is_somebodys(name, parts):
                    continue
                url = self.url(name, parts, self.world.other)
                assert client.get(url).status_code in {404, 405}, (role, name)
                with transaction.atomic():
                    assert client.post(url).status_code == 404, (role, name)
                    transaction.set_rollback(True)

    def test_the_coordinator_sees_no_person_of_a_draft(self):
        role_client = dict(self.clients())["coordinator"]
        page = role_client.get(reverse("contacts:review", args=[self.world.own["return"]]))
        assert page.status_code == 200
        assert "16-1<" not in page.content.decode()
        sent_in = role_client.get(reverse("contacts:review", args=[self.world.other["return"]]))
        assert "16-1<" in sent_in.content.decode().replace("\n", "").replace(" ", "")

    def test_what_is_checked_but_not_published_is_at_no_address(self):
        for role, client in self.clients():
            if role in COORDINATOR:
                continue
            for address in ("/statistik/2016/", f"/statistik/2016/{self.world.shared['slug']}/"):
                assert client.get(address).status_code == 404, (role, address)
            for kind in ("csv", "xlsx", "svg", "json"):
                address = f"/statistik/2016/{self.world.shared['slug']}.{kind}"
                assert client.get(address).status_code == 404, (role, address)
            for document in ("report-sv.pdf", "report-en.pdf", "datapackage-sv.zip"):
                assert client.get(f"/statistik/2016/{document}").status_code == 404, (role, document)
