"""What the documentation shows is true."""

import doctest

import veil


def test_the_examples_of_the_package_run():
    failed, tried = doctest.testmod(veil)
    assert tried > 10
    assert failed == 0
