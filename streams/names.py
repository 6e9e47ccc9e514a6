"""What parties are called, and which party a name means."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from schemas.filters import code
from streams.extract.tables import cells, load


class Names:
    """English names of countries and organisations, from the lexicon, to which `extra` adds; raises LexiconError.

    `by_code` has what each is usually called.
    """

    def __init__(self, extra: Path | None = None) -> None:
        lexicon = load(extra)
        rows = [(row["code"], cells(row["names"])) for row in lexicon.rows("countries") if row["lang"] == "en"]
        rows += [(row["code"], cells(row["names.en"])) for row in lexicon.rows("organisations")]
        self.by_code: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for party, names in rows:
            if names:
                self.by_code.setdefault(party, names[0])
            for name in names:
                self._codes.setdefault(name.casefold(), party)

    def name(self, party: str) -> str:
        """What the party is called; its code where it has no name."""
        return self.by_code.get(party, party)

    def code(self, text: str) -> str:
        """The code that the text is or names: "kazakhstan", "kaz" and "Kazakhstan (KAZ)" are KAZ."""
        text = " ".join(text.split())
        if text.endswith(")") and "(" in text:
            text = text[text.rindex("(") + 1 : -1]
        known = code(text)
        return known if known in self.by_code else self._codes.get(text.casefold(), known)

    def like(self, text: str) -> list[str]:
        """Parties whose code or name is nearly the text, the likeliest first, at most three: "Kazakhstan (KAZ)"."""
        wanted = " ".join(text.split()).casefold()
        is_code = ":" in wanted or len(wanted) <= len("KAZ")
        known = {code.casefold(): code for code in self.by_code} if is_code else self._codes
        near = get_close_matches(wanted, sorted(known), n=3, cutoff=0.5 if is_code else 0.8)
        return [f"{self.by_code[party]} ({party})" for party in dict.fromkeys(known[each] for each in near)]
