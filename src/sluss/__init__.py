"""Sluss: the one system of a coalition against human trafficking."""
