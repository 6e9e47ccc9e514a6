"""Where a person's name starts and ends in a row of units."""

from __future__ import annotations

from streams.extract.russian import uninflected
from streams.extract.units import LATIN, Row, Words

KINDS = ("cap", "person", "family")
"""Kinds of units that a name may start with."""
_NAME_TITLES = ("King", "Prince", "Queen", "Princess", "Sultan", "Sheikh", "Sheik")
_PATRONYMIC = ("bin", "bint", "ibn", "ben")
_TITLE = "Chairman "
_PARTICLES = 2
"""The most words in lower case that a family name begins with: "von der Leyen"."""
_LONGEST_INITIAL = 2
"""Letters of an initial: "Дж.", "Ю."."""


class Names:
    """Finds names in sentences of one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._honorifics = words.of("honorific")
        self.starters = self._honorifics | {f for w in words.of("heading") for f in (w, w.capitalize())}
        """Words that a name or an office may start with, whatever their case."""
        self._not_names = words.of("notname")
        self._particles = words.of("particle")
        self._leading = words.of("leading-particle")
        self._named_after = words.of("named-after")
        self._family_countries = words.of("family-country")

    def names_nobody(self, row: Row, i: int) -> bool:
        """Whether a capitalised word is none of a name, or stands alone before a word in lower case."""
        word = row.texts[i]
        if word in self.starters:
            return False
        if (word in self._not_names and not _is_initial(row, i)) or i + 1 == row.size:
            return True
        if _is_initial(row, i):
            return False
        return row.kinds[i + 1] == "low" and row.texts[i + 1] not in self._particles

    def after_honorifics(self, row: Row, k: int) -> int:
        """The unit behind "Mr.", "Gen." and the like from unit k on."""
        while row.texts[k] in self._honorifics:
            k += 2 if row.texts[k + 1] == "." else 1
        return k

    def is_namesake(self, row: Row, end: int) -> bool:
        """Whether a thing is named after the person whose name ends there ("Hamid Karzai International Airport")."""
        if row.texts[end - 1] in self._named_after or row.texts[end] in self._named_after:
            return True
        return row.texts[end][:1].isupper() and row.texts[end + 1] in self._named_after

    def name_end(self, row: Row, k: int) -> int:
        """Where a name that starts at unit k ends; k where none starts."""
        kinds, texts = row.kinds, row.texts
        j, last = self._behind_particles(row, k), k
        while j - k < 7:
            kind, text = kinds[j], texts[j]
            if kind == "person" and kinds[k] == "person" and j > k:
                break  # Russian: "по приглашению Эмомали Рахмона Ильхам Алиев"
            behind_given = j > k and kinds[j - 1] == "cap" and len(texts[j - 1]) > 1
            country = kind == "country" and text in self._family_countries
            if kind in ("person", "family") or (behind_given and (kind == "city" or country)):
                last = j + 1
            elif kind == "cap":
                if (
                    (text in self._not_names and not (_is_initial(row, j) or (j > k and _is_letter(row, j))))
                    or (text in self._honorifics and not (j > k and text in _NAME_TITLES))
                    or (len(text) > 3 and text.isupper())
                ):
                    break
                last = j + 1
            elif kind == "office-head" and text in _NAME_TITLES and (j == k or texts[j - 1] in _PATRONYMIC):
                last = j + 1 if j > k else last
            elif (
                not (text == "." and j > k and (len(texts[j - 1]) == 1 or _are_initials(row, j - 1)))
                and not (last > k and text in self._particles)
                and not (last == j > k and _is_hyphen(row, j))
            ):
                break
            j += 1
            if j < row.size and row.starts[j] > row.ends[j - 1] + 1:
                break
        return self._suffix(row, last) if last > k else k

    def _behind_particles(self, row: Row, k: int) -> int:
        """The unit behind what a family name begins with in lower case ("President von der Leyen"); else k."""
        j = k
        while j < k + _PARTICLES and row.texts[j] in self._leading:
            j += 1
        return j if row.kinds[j] in ("cap", "family") else k

    @staticmethod
    def _suffix(row: Row, end: int) -> int:
        """Where a name ends with its "Jr." or "III"."""
        j = end + 1 if row.texts[end] == "," else end
        if row.texts[j] in ("Jr", "Sr", "II", "III", "IV"):
            return j + 2 if row.texts[j + 1] == "." and row.texts[j] in ("Jr", "Sr") else j + 1
        return end


def _is_initial(row: Row, j: int) -> bool:
    """Whether a Cyrillic initial stands at unit j ("С. В. Лавров"): by itself the letter is a word."""
    return len(row.texts[j]) == 1 and row.texts[j] > LATIN and row.texts[j + 1] == "."


def _are_initials(row: Row, j: int) -> bool:
    """Whether Cyrillic initials stand at unit j, before the name that they are of: "С.В.Лавров", "Дж.Керри"."""
    named = row.kinds[j] == "cap" and row.kinds[j + 2] in KINDS
    return named and row.texts[j] > LATIN and are_initials(row.texts[j])


def are_initials(text: str) -> bool:
    """Whether a word is but initials: "С", "С.В", "Дж"."""
    return all(len(part) <= _LONGEST_INITIAL for part in text.split("."))


def _is_letter(row: Row, j: int) -> bool:
    """Whether a middle initial stands at unit j ("Brian A. Nichols"), and no article."""
    return len(row.texts[j]) == 1 and row.texts[j + 1] == "."


def _is_hyphen(row: Row, j: int) -> bool:
    """Whether a hyphen inside a name stands at unit j ("Pérez-Jácome"): what follows is nobody's name by itself."""
    if row.texts[j] != "-" or row.kinds[j + 1] != "cap":
        return False
    return row.starts[j] == row.ends[j - 1] and row.starts[j + 1] == row.ends[j]


def span_text(texts: list[str]) -> str:
    """The words of units with single spaces."""
    return " ".join(texts).replace(" - ", "-").replace(" ,", ",")


def name_text(row: Row, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """The name of units start to end, in the nominative where that is sure, and its characters."""
    text = span_text(row.texts[start:end]).replace(" .", ".")
    begin = row.starts[start]
    if text.startswith(_TITLE) and len(text) > len(_TITLE):
        # The table lists some persons with their title, where the name alone would be ambiguous.
        text, begin = text.removeprefix(_TITLE), begin + len(_TITLE)
    if text[0] > LATIN:
        text = uninflected(text)
    return text, (begin, row.ends[end - 1])
