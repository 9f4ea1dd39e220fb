"""What the models say is what the database is told, and every step can be taken back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_no_change_of_a_model_lacks_its_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("room", ["statistics", "contacts"])
def test_a_rooms_migrations_run_both_ways(room):
    try:
        call_command("migrate", room, "zero", verbosity=0)
        assert room not in {app for app, _name in MigrationRecorder(connection).applied_migrations()}
    finally:
        call_command("migrate", verbosity=0)
    assert room in {app for app, _name in MigrationRecorder(connection).applied_migrations()}
