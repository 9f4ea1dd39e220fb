"""What collecting tells on the home page and in the rail."""

from django.utils.translation import override

from sluss.contacts import services, waiting
from sluss.trust.actor import PUBLIC
from sluss.trust.waiting import Part
from tests.contacts.persons import exploited, put


def told(actor, part):
    with override("sv"):
        return [str(item.title) for item in waiting.tell(actor) if item.part == part]


def test_a_return_to_send_in_waits_for_its_organisation(return_, rut):
    assert told(rut, Part.WAITS) == ["Lämna in inrapporteringen för 2016"]
    assert waiting.how_many_wait(rut) == 1


def test_a_return_sent_in_waits_for_the_coordinator_and_no_longer_for_its_organisation(return_, rut, saga):
    put(rut, return_, exploited())
    assert told(saga, Part.WAITS) == []
    services.submit_return(rut, return_)
    assert (told(rut, Part.WAITS), told(saga, Part.WAITS)) == ([], ["1 inrapportering att granska"])


def test_a_question_waits_for_the_organisation(return_, rut, saga):
    put(rut, return_, exploited())
    services.submit_return(rut, return_)
    services.query_return(saga, return_, "Stämmer det?")
    assert told(rut, Part.WAITS) == ["Samordnaren har en fråga om er inrapportering"]


def test_a_late_return_says_so(return_, rut, stand_on):
    stand_on(return_.round.due.replace(month=4, day=2))
    assert told(rut, Part.WAITS) == ["Inrapporteringen för 2016 är sen"]


def test_the_open_round_and_who_has_answered_are_news_for_the_board(return_, rut, board_member, actor):
    services.submit_nil(rut, return_)
    board = actor(board_member)
    assert told(board, Part.COMING) == ["1 av 2 har svarat för 2016"]
    assert told(board, Part.NEW) == ["Fyrtornet har svarat"]


def test_another_organisation_is_told_nothing_of_it(return_, rut, stranger, actor):
    services.submit_nil(rut, return_)
    assert told(actor(stranger), Part.NEW) == []


def test_the_public_has_no_such_room(return_):
    assert waiting.ROOM.visible(PUBLIC) is False
    assert list(waiting.tell(PUBLIC)) == []
