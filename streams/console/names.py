"""What parties are called, and which party a name means."""

from __future__ import annotations

from pathlib import Path

from schemas.filters import code
from streams.extract.tables import cells, load


class Names:
    """English names of countries and organisations by code, from the lexicon; raises LexiconError."""

    def __init__(self, extra: Path | None = None) -> None:
        lexicon = load(extra)
        rows = [(row["code"], cells(row["names"])) for row in lexicon.rows("countries") if row["lang"] == "en"]
        rows += [(row["code"], cells(row["names.en"])) for row in lexicon.rows("organisations")]
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for party, names in rows:
            if names:
                self._names.setdefault(party, names[0])
            for name in names:
                self._codes.setdefault(name.casefold(), party)

    def name(self, party: str) -> str:
        """What the party is called; its code where it has no name."""
        return self._names.get(party, party)

    def code(self, text: str) -> str:
        """The code that the text is or names: "kazakhstan", "kaz" and "Kazakhstan (KAZ)" are KAZ."""
        text = " ".join(text.split())
        if text.endswith(")") and "(" in text:
            text = text[text.rindex("(") + 1 : -1]
        known = code(text)
        return known if known in self._names else self._codes.get(text.casefold(), known)
