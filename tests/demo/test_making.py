"""The demo is made whole or begun afresh, by one at a time, and never over anybody else's data."""

import fcntl

import pytest
from django.conf import settings as sluss_settings
from django.core.management import CommandError, call_command

from sluss.coalition.models import Organisation
from sluss.demo import cast, story
from tests.conftest import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short(settings, monkeypatch):
    """The demo with its people and without its years."""
    settings.DEMO = True
    monkeypatch.setattr(story, "PUBLISHED_YEARS", ())
    monkeypatch.setattr(story, "enter_earlier_totals", lambda stage: None)
    monkeypatch.setattr(story, "open_this_years_round", lambda stage: None)
    monkeypatch.setattr(story, "live_the_year", lambda stage: None)


def run(capsys, **options) -> str:
    call_command("demo", **options)
    return capsys.readouterr().out


def leave_unfinished(monkeypatch) -> None:
    def fall(stage) -> None:
        raise RuntimeError("the machine falls over")

    with monkeypatch.context() as until_here:
        until_here.setattr(story, "open_this_years_round", fall)
        with pytest.raises(RuntimeError):
            call_command("demo")


def test_a_demo_that_is_whole_is_not_made_again(capsys):
    assert "Made in" in run(capsys)
    assert "The demo is there already." in run(capsys)


@pytest.mark.django_db(transaction=True)  # PostgreSQL empties no tables in the middle of a transaction
def test_a_demo_that_was_left_unfinished_is_begun_afresh(capsys, monkeypatch):
    leave_unfinished(monkeypatch)
    Organisation.objects.create(name="Halvgjord")
    told = run(capsys)
    assert "begun afresh" in told
    assert "Made in" in told
    assert {one.name for one in Organisation.objects.all()} == {member.name for member in cast.MEMBERS}
    assert "The demo is there already." in run(capsys)


def test_people_whom_no_demo_has_made_are_left_alone(capsys):
    make_organisation("Riktiga jouren")
    with pytest.raises(CommandError, match="Nothing is touched"):
        run(capsys)
    assert [one.name for one in Organisation.objects.all()] == ["Riktiga jouren"]


def test_real_people_in_what_a_demo_left_unfinished_are_left_alone(capsys, monkeypatch):
    leave_unfinished(monkeypatch)
    real = make_person("Rut")
    real.email = "rut@jouren.se"
    real.save()
    with pytest.raises(CommandError, match="Nothing is touched"):
        run(capsys)
    real.refresh_from_db()


def test_while_the_demo_is_made_another_keeps_out(capsys):
    with (sluss_settings.DATA / "demo.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="is being made"):
            run(capsys)
    assert not Organisation.objects.exists()
    assert "Made in" in run(capsys)
