"""Russian names in the nominative, as lists of participants want them.

Source: the declension of names in Russian grammar (Rozental). Only endings that leave no doubt are changed.
"""

from __future__ import annotations

import re

_VOWELS = "аеёиоуыэюя"
_SOFT = {"Игор": "Игорь", "Шеварднадз": "Шеварднадзе", "Эммануэл": "Эммануэль", "Мануэл": "Мануэль", "Мигел": "Мигель",
         "Даниэл": "Даниэль", "Габриэл": "Габриэль", "Рафаэл": "Рафаэль", "Мишел": "Мишель", "Раул": "Рауль",
         "Никол": "Николя"}  # fmt: skip
"""Stems whose nominative the rules below would miss."""
_KING = "Корол*"
_INSTRUMENTAL = re.compile(r"(?P<stem>\w+(?:ов|ев|ёв|ин|ын))ым$")
_ADJECTIVAL = re.compile(r"(?P<stem>\w+(?:ск|цк))им$")
_FEMALE = re.compile(r"(?P<stem>\w+(?:ов|ев|ёв|ин|ын))ой$")


def nominative(alias: str, latin: str) -> str:
    """The nominative of an alias of the table, whose stems end in `*`; `latin` is the name in Latin letters.

    "Ангел* Меркель" and "Angela Merkel" give "Ангела Меркель"; "" where the parts are no given and family names.
    """
    words = alias.split()
    names = latin.split()
    if any("*" in word[:-1] for word in words) or words[0] == _KING:
        return ""
    given = names[0] if names else ""
    family = names[-1] if names else ""
    return " ".join(
        _family(word, family) if n == len(words) - 1 else _given(word, given) for n, word in enumerate(words)
    )


def _given(word: str, latin: str) -> str:
    stem = word.removesuffix("*")
    if stem == word or stem in _SOFT:
        return _SOFT.get(stem, stem)
    if latin.endswith("a"):
        return stem + ("я" if stem[-1] in "иь" else "а")
    return stem + "й" if stem[-1] in _VOWELS else stem


def _family(word: str, latin: str) -> str:
    stem = word.removesuffix("*")
    if stem == word or stem in _SOFT:
        return _SOFT.get(stem, stem)
    if stem.endswith(("ск", "цк")) and latin.endswith(("a", "i", "y")):
        return stem + ("ая" if latin.endswith("a") else "ий")
    if latin.endswith("a"):
        return stem + ("я" if stem[-1] in "иь" else "а")
    return stem


def uninflected(name: str) -> str:
    """A name of the text in the nominative, where its endings are those of the instrumental ("Иваном Петровым")."""
    words = name.split()
    if len(words) < 2:
        return name
    male = _INSTRUMENTAL.match(words[-1]) or _ADJECTIVAL.match(words[-1])
    if male is not None:
        family = male["stem"] + ("ий" if male.re is _ADJECTIVAL else "")
        return " ".join([*map(_given_from_instrumental, words[:-1]), family])
    female = _FEMALE.match(words[-1])
    if female is not None and words[0].endswith(("ой", "ей")):
        given = words[0][:-2] + ("я" if words[0].endswith("ей") else "а")
        return " ".join([given, *words[1:-1], female["stem"] + "а"])
    return name


def _given_from_instrumental(word: str) -> str:
    stem = word[:-2]
    if word.endswith("ом"):
        return stem
    if word.endswith("ем"):
        return stem + ("й" if stem[-1:] in _VOWELS else "ь" if stem[-1:] in "рл" else "")
    return word
