"""Who a name stands for: the person of the table of office-holders, where it is one."""

from __future__ import annotations

from datetime import date

from streams.extract.holders import Holders, Term
from streams.extract.mention import Mention
from streams.extract.names import are_initials
from streams.extract.russian import is_oblique
from streams.extract.scan import Hit
from streams.extract.units import LATIN, Row, Words

_WELL_KNOWN = frozenset(
    {"president", "prime minister", "monarch", "chancellor", "supreme leader", "general secretary", "foreign minister"}
)
_HEADS = frozenset({"president", "prime minister", "monarch", "chancellor", "supreme leader", "vice president"})
_TITLES = ("Sheikh", "Sheik", "Shaikh", "Prince", "King", "Emir", "Sultan")
_ROYAL = ("prince", "princess", "king", "queen")
_ELECTED = frozenset({"president", "prime minister", "chancellor"})
_MINISTERIAL = ("minister", "secretary", "envoy", "ambassador", "representative", "adviser", "advisor", "coordinator")


class Identities:
    """Identifies persons in one language."""

    def __init__(self, holders: Holders, words: Words) -> None:
        self._holders = holders
        self._words = words

    def identify(self, mention: Mention, row: Row, start: int, end: int, day: date | None) -> None:
        """Finds the person in the table of office-holders; gives country, full name and role where known."""
        start, particles = _behind_particles(row, start, end)
        for k in range(start, end):
            hit = row.hits.get(k)
            if hit is None:
                continue
            text = row.texts[k]
            names = [e.name for e in hit.meaning.entries if e.kind in ("person", "family") and e.name]
            partial = row.kinds[k] == "family"
            term = self._term(names, mention, day, partial=partial)
            if term is None or particles not in term.name.lower():
                continue
            lone = end - start == 1
            if partial and lone and not self._is_meant(mention, text, term, day):
                if not mention.office and (day is None or not term.is_ahead(day, "")):
                    known = term.country, _spelled(text, hit, term.name), term.office
                    mention.candidate = None if _inside_name(row, start, end) else known
                continue
            parts = row.texts[start:end]
            initials = text[0] > LATIN and _is_initialled(row, start, k)
            full = _spelled(text, hit, term.name) if lone or initials else ""
            if initials and full[0] != parts[0][0]:
                continue
            if not (lone or initials) and not (
                _same_person(parts, text, term.name) if partial else _goes_on(parts, term.name)
            ):
                continue
            if not mention.codes:
                mention.codes = (term.country,)
            if mention.codes != (term.country,):
                continue
            if initials or (lone and (partial or text[0] > LATIN)):
                mention.name = full
            if not mention.office:
                mention.office = term.office
            return

    def _term(self, names: list[str], mention: Mention, day: date | None, *, partial: bool) -> Term | None:
        """The term of the person whom one of `names`, `partial` where a family name, and the mention's office mean."""
        term = self._holders.holder(names, mention.codes, day, strict=partial)
        if term is None and not partial and mention.codes[:1] and mention.codes[0].startswith("org:"):
            # "the head of the UN's nuclear watchdog": the table knows the body better.
            term = self._holders.holder(names, (), day, strict=True)
            mention.codes = (term.country,) if term and term.country.startswith("org:") else mention.codes
        if term is not None and mention.office and not mention.codes and term.country.startswith("org:"):
            return self._holders.called(term, mention.office)
        return term

    def _is_meant(self, mention: Mention, family: str, term: Term, day: date | None) -> bool:
        """Whether a family name by itself, or behind an office, can only be that of the holder of the term."""
        if not mention.codes and day is not None and term.is_ahead(day, mention.office):
            return False
        if mention.office:
            return self._may_be(mention.office, term.office)
        past = not mention.codes and day is not None and term.is_past(day)
        return not (past or self._is_doubtful(family, term.office))

    def is_stranger(self, row: Row, k: int, office: str, codes: tuple[str, ...], day: date | None) -> bool:
        """Whether the family name at unit k, behind an office of `codes`, is another country's leader, told next.

        In Russian the cases tell: "на встрече с премьером Ирака Лавров" (instrumental, then nominative).
        """
        hit, text = row.hits.get(k), row.texts[k]
        if hit is None or not codes or row.kinds[k] != "family" or text[0] <= LATIN or not is_oblique(office):
            return False
        names = [e.name for e in hit.meaning.entries if e.kind == "family" and e.name]
        if self._holders.holder(names, codes, day, strict=False) is not None:
            return False
        term = self._holders.holder(names, (), day, strict=True)
        return term is not None and term.office in _WELL_KNOWN and _spelled(text, hit, term.name).split()[-1] == text

    def _is_doubtful(self, family: str, office: str) -> bool:
        """A family name too short, too common or of too low an office to name anybody by itself.

        Where a name is doubtful, its holder is meant if the article names the country as well.
        """
        short = 5 if office == "foreign minister" else 4
        return len(family) < short or self._words.has("ambiguous", family) or office not in _WELL_KNOWN

    def _may_be(self, office: str, known: str) -> bool:
        """Whether somebody called by `office` may be the holder of `known`: no assistant secretary is a president."""
        if self._words.has("legislator", office) or (office.startswith("crown pr") and known == "monarch"):
            return False
        if office.endswith(_ROYAL) and known in _ELECTED:
            return False  # "Prince Mohammad"
        called = office.partition(" for ")[0].removesuffix(" of state")
        return known not in _HEADS or "prime" in office or not called.endswith(_MINISTERIAL)


def _behind_particles(row: Row, start: int, end: int) -> tuple[int, str]:
    """Where a name that begins in lower case goes on, and what it begins with: "von der Leyen" is a family name."""
    k = start
    while k < end - 1 and row.texts[k].islower():
        k += 1
    return k, " ".join(row.texts[start:k])


def _is_initialled(row: Row, start: int, family: int) -> bool:
    """Whether but initials stand before the family name: "С.В.Лаврова", "Б. Обамой"."""
    return start < family and all(are_initials(row.texts[k]) or row.texts[k] == "." for k in range(start, family))


def _spelled(text: str, hit: Hit, name: str) -> str:
    """The full name of the table in the script of the article; `text` as it stands where there is none."""
    if text[0] <= LATIN:
        return name
    return next((entry.spelled for entry in hit.meaning.entries if entry.name == name and entry.spelled), text)


def _goes_on(parts: list[str], name: str) -> bool:
    """Whether a name that begins with a title is that of the table: "Sheikh Khalifa Al Harthy" is not the emir."""
    return not parts[0].startswith(_TITLES) or parts[-1].lower() in f"{parts[0]} {name}".lower()


def _inside_name(row: Row, start: int, end: int) -> bool:
    """Whether capitalised words stand on both sides: "Nuclear Power Corporation" names no Ms Power."""
    return start > 0 and row.texts[start - 1][:1].isupper() and row.texts[end][:1].isupper()


def _same_person(parts: list[str], family: str, name: str) -> bool:
    """Whether the name that `parts` make is that of the table: same family name, given names that begin alike."""
    known = name.split()
    if len(known) < 2 or len(parts) < 2:
        return False
    if parts[-1] == family:
        return parts[0][:3].lower() == known[0][:3].lower()
    return parts[0] == family == known[0] and parts[1][:3].lower() == known[1][:3].lower()
