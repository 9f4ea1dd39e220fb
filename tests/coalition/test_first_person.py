import pytest
from django.core.management import CommandError, call_command

from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust.actor import Role


def test_a_new_installation_begins_with_one_administrator(db, capsys, client):
    call_command("first_person", "Ada Först", "ada@example.org")
    person = Person.objects.get()
    assert actor_for(person).roles == {Role.ADMINISTRATOR}
    address = capsys.readouterr().out.strip().removeprefix("http://localhost:8000")
    assert 'name="password1"' in client.get(address, follow=True).content.decode()


def test_there_is_no_second_first_person(db):
    call_command("first_person", "Ada Först", "ada@example.org")
    with pytest.raises(CommandError, match="already"):
        call_command("first_person", "Bo Sen", "bo@example.org")
    assert Person.objects.count() == 1
