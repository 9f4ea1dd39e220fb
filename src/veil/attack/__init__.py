"""The adversary: what a reader can work out from everything published."""

from veil.attack.adversary import Verdict, attack

__all__ = ["Verdict", "attack"]
