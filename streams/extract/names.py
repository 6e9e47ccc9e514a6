"""Where a person's name starts and ends in a row of units."""

from __future__ import annotations

from streams.extract.russian import uninflected
from streams.extract.units import LATIN, Unit, Words

_NAME_TITLES = ("King", "Prince", "Queen", "Princess", "Sultan", "Sheikh", "Sheik")
_PATRONYMIC = ("bin", "bint", "ibn", "ben")
_TITLE = "Chairman "


class Names:
    """Finds names in sentences of one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._honorifics = words.of("honorific")
        self.starters = self._honorifics | {f for w in words.of("heading") for f in (w, w.capitalize())}
        """Words that a name or an office may start with, whatever their case."""
        self._not_names = words.of("notname")
        self._particles = words.of("particle")

    def names_nobody(self, row: list[Unit], i: int) -> bool:
        """Whether a capitalised word is none of a name, or stands alone before a word in lower case."""
        word = row[i].text
        if word in self.starters:
            return False
        if (word in self._not_names and not _is_initial(row, i)) or i + 1 == len(row):
            return True
        if _is_initial(row, i):
            return False
        return row[i + 1].kind == "low" and row[i + 1].text not in self._particles

    def after_honorifics(self, row: list[Unit], k: int) -> int:
        """The unit behind "Mr.", "Gen." and the like from unit k on."""
        while k < len(row) and row[k].text in self._honorifics:
            k += 2 if k + 1 < len(row) and row[k + 1].text == "." else 1
        return k

    def name_end(self, row: list[Unit], k: int) -> int:
        """Where a name that starts at unit k ends; k where none starts."""
        j, last = k, k
        while j < len(row) and j - k < 7:
            unit = row[j]
            if unit.kind in ("person", "family") or (unit.kind == "city" and j > k and row[j - 1].kind == "cap"):
                last = j + 1
            elif unit.kind == "cap":
                if (
                    (unit.text in self._not_names and not _is_initial(row, j))
                    or (unit.text in self._honorifics and not (j > k and unit.text in _NAME_TITLES))
                    or (len(unit.text) > 3 and unit.text.isupper())
                ):
                    break
                last = j + 1
            elif (
                unit.kind == "office-head" and unit.text in _NAME_TITLES and (j == k or row[j - 1].text in _PATRONYMIC)
            ):
                last = j + 1 if j > k else last
            elif (
                not (unit.text == "." and j > k and len(row[j - 1].text) == 1)
                and not (last > k and unit.text in self._particles)
                and not (last == j > k and _is_hyphen(row, j))
            ):
                break
            j += 1
            if j < len(row) and row[j].start > row[j - 1].end + 1:
                break
        return self._suffix(row, last) if last > k else k

    @staticmethod
    def _suffix(row: list[Unit], end: int) -> int:
        """Where a name ends with its "Jr." or "III"."""
        j = end + 1 if end < len(row) and row[end].text == "," else end
        if j < len(row) and row[j].text in ("Jr", "Sr", "II", "III", "IV"):
            return j + 2 if j + 1 < len(row) and row[j + 1].text == "." and row[j].text in ("Jr", "Sr") else j + 1
        return end


def _is_initial(row: list[Unit], j: int) -> bool:
    """Whether a Cyrillic initial stands at unit j ("С. В. Лавров"): by itself the letter is a word."""
    return len(row[j].text) == 1 and row[j].text > LATIN and j + 1 < len(row) and row[j + 1].text == "."


def _is_hyphen(row: list[Unit], j: int) -> bool:
    """Whether a hyphen inside a name stands at unit j ("Pérez-Jácome"): what follows is nobody's name by itself."""
    if row[j].text != "-" or j + 1 >= len(row) or row[j].start != row[j - 1].end:
        return False
    return row[j + 1].kind == "cap" and row[j + 1].start == row[j].end


def span_text(row: list[Unit], start: int, end: int) -> str:
    """The words of units start to end with single spaces."""
    return " ".join(unit.text for unit in row[start:end]).replace(" - ", "-").replace(" ,", ",")


def name_text(row: list[Unit], start: int, end: int) -> tuple[str, tuple[int, int]]:
    """The name of units start to end, in the nominative where that is sure, and its characters."""
    text = " ".join(u.text for u in row[start:end]).replace(" .", ".").replace(" ,", ",").replace(" - ", "-")
    begin = row[start].start
    if text.startswith(_TITLE) and len(text) > len(_TITLE):
        # The table lists some persons with their title, where the name alone would be ambiguous.
        text, begin = text.removeprefix(_TITLE), begin + len(_TITLE)
    if text[0] > LATIN:
        text = uninflected(text)
    return text, (begin, row[end - 1].end)
