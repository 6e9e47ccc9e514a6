"""Figures of the economic relation between countries: trade, investment, loans, aid, debt, projects, shares."""

from streams.extract.figures.reader import FigureReader

__all__ = ["FigureReader"]
