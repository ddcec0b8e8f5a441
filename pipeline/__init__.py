"""Hearsay turns the news into rows: who said what, when, on whose word, who says otherwise."""

__version__ = "0.1.0"
