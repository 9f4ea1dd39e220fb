"""A taken port is told of before any work, with one that is free."""

import re
import socket

import pytest
from django.core.management import CommandError, call_command

from sluss.coalition.models import Organisation

HERE = "127.0.0.1"


@pytest.fixture
def taken():
    with socket.create_server((HERE, 0)) as other:
        yield other.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) != 0


def test_before_the_demo_is_made_it_is_told_that_its_port_is_taken(db, settings, taken):
    settings.DEMO = True
    with pytest.raises(CommandError, match=f"Port {taken} is taken") as refused:
        call_command("demo", port=taken)
    advised = int(re.search(r"make run PORT=(\d+)", str(refused.value))[1])
    assert advised != taken
    assert is_free(advised)
    assert not Organisation.objects.exists()


def test_who_serves_it_for_real_is_told_another_port_in_words_of_the_command(db, settings, taken):
    settings.DEMO = False
    with pytest.raises(CommandError, match=r"sluss serve --port \d+") as refused:
        call_command("serve", port=taken)
    assert f"--port {taken}" not in str(refused.value)


def test_an_address_that_is_not_this_machines_is_no_taken_port(db):
    with pytest.raises(CommandError, match=r"can't listen at 192\.0\.2\.1"):
        call_command("serve", host="192.0.2.1", port=8000)


@pytest.mark.parametrize("command", ["demo", "serve"])
@pytest.mark.parametrize("given", ["0", "65536", "-1", "åtta"])
def test_what_is_no_port_is_refused(db, settings, command, given):
    settings.DEMO = True
    with pytest.raises(CommandError, match="isn't a port"):
        call_command(command, f"--port={given}")
