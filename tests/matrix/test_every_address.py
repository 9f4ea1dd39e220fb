"""Every address as every role, on Fyrtornet's own things and on another organisation's.

`rooms` says who may open what. Whoever isn't named gets "there is no such page", and who isn't
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
from tests.matrix.roles import COORDINATOR, ORGANISATION
from tests.matrix.rooms import ACTS, LEADS_ON, OPENS, OURS, PK
from tests.matrix.world import World, build

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
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
        (
            "coalition:colleague_",
            "coalition:reporting_contacts",
            "coalition:contact_",
            "coalition:organisation_edit",
        )
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
            "year": 2017,
            "act_on": "klart",
            "question": "utgar",
            "alternative": things["other_date"],
            "item_id": things["put_off"],
            "version": 1,
            "key": "bank",
            "earlier": self.world.shared["statutes"],
        }
        values["pk"] = values["token"] = values["number"] = things[PK.get(name, "release")]
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
