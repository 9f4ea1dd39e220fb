"""Signed links open one thing for one use."""

import datetime as dt

from sluss.trust import links


def test_a_link_opens_what_it_was_signed_for():
    assert links.opened("answer", links.sign("answer", 17)) == 17


def test_a_link_for_one_use_opens_no_other():
    assert links.opened("slides", links.sign("answer", 17)) is None


def test_a_link_changed_in_one_sign_opens_nothing():
    token = links.sign("answer", 17)
    assert links.opened("answer", ("B" if token[0] == "A" else "A") + token[1:]) is None


def test_an_old_link_opens_nothing():
    assert links.opened("answer", links.sign("answer", 17), good_for=dt.timedelta(seconds=-1)) is None


def test_what_is_no_link_opens_nothing():
    assert links.opened("answer", "å") is None
