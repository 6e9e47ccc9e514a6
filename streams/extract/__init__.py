"""Reads clean articles: what they are about, and the meetings, agreements and figures they report."""
