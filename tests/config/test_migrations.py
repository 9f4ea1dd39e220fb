"""What the models say is what the database is told, and every step can be taken back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sluss.contacts.models import REMINDER
from sluss.trust import clock
from sluss.trust.models import Letter
from tests.conftest import make_round


@pytest.fixture
def return_(friday, organisation):
    return make_round(2016, organisation).returns.get()


def test_no_change_of_a_model_lacks_its_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migrations_of_all_rooms_run_both_ways():
    rooms = {"coalition", "agenda", "meetings", "contacts", "statistics"}
    try:
        call_command("migrate", "coalition", "zero", verbosity=0)  # and every room above it
        assert rooms.isdisjoint(app for app, _name in MigrationRecorder(connection).applied_migrations())
    finally:
        call_command("migrate", verbosity=0)
    assert rooms <= {app for app, _name in MigrationRecorder(connection).applied_migrations()}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_reminders_that_were_sent_are_kept_as_letters_and_back_again(return_, reporter):
    before, after = (
        [("contacts", "0002_list_answers_for_all_rows")],
        [("contacts", "0003_reminders_are_letters")],
    )
    try:
        executor = MigrationExecutor(connection)
        old = executor.migrate(before).apps.get_model("contacts", "Reminder")
        old.objects.create(of_return_id=return_.pk, step="T-7", receiver_id=reporter.pk, sent_at=clock.now())
        MigrationExecutor(connection).migrate(after)
        letter = Letter.objects.get(kind=REMINDER)
        assert (letter.thing_id, letter.step, letter.address) == (return_.pk, "T-7", reporter.email)
        assert letter.uncertain is False
        MigrationExecutor(connection).migrate(before)
        assert [(row.step, row.sent_at) for row in old.objects.all()] == [("T-7", letter.sent_at)]
    finally:
        call_command("migrate", verbosity=0)
