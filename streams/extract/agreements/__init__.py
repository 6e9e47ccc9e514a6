"""Reads agreements: instruments between states, and what is done with them."""

from streams.extract.agreements.reader import AgreementReader

__all__ = ["AgreementReader"]
