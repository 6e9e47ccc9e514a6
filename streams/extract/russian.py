"""Russian names, places and offices in the nominative, as lists of participants want them.

Source: the declension of names in Russian grammar (Rozental). Only endings that leave no doubt are changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CYRILLIC = "\u0400"
_VOWELS = "аеёиоуыэюя"
_SOFT = {"Игор": "Игорь", "Шеварднадз": "Шеварднадзе", "Эммануэл": "Эммануэль", "Мануэл": "Мануэль", "Мигел": "Мигель",
         "Даниэл": "Даниэль", "Габриэл": "Габриэль", "Рафаэл": "Рафаэль", "Мишел": "Мишель",
         "Раул": "Рауль", "Эмманюэл": "Эмманюэль", "Боррел": "Боррель"}  # fmt: skip
"""Stems whose nominative the rules below would miss."""
_KING = "Корол*"
_INSTRUMENTAL = re.compile(r"(?P<stem>\w+(?:ов|ев|ёв|ин|ын))ым$")
_ADJECTIVAL = re.compile(r"(?P<stem>\w+(?:ск|цк))им$")
_FEMALE = re.compile(r"(?P<stem>\w+(?:ов|ев|ёв|ин|ын))ой$")
_GIVEN = re.compile(r"[\w-]{3,}(?:ом|ем|ём)$")
_FOREIGN = re.compile(r"(?P<stem>[\w-]{2,}[бвгджзклмнпрстфхцчшщ])(?:ом|ем|ём)$")
_INVARIABLE = re.compile(r"[\w-]+(?:[оеэиуыюё]|аа|ель)$")
"""Family names that have one form: Мадуро, Моди, Шараа, Меркель."""
_ONE_FORM = re.compile(r"\w{2,}[оиу]$")
"""Given names that have one form: Бруно, Марко, Али."""
_OF_WOMEN = re.compile(r"[\w-]{3,}[бвгдзклмнпрстфх]ой$")
"""Family names in -а, of either sex: "Рамафозой"."""
_HUSHING = "жшчщц"
_ENDING = re.compile(
    r"(?:(?<=[сц]к)(?:ий|ого|ому|им|ом|ая|ой|ую)|(?<=[бвгджзйклмнпрстфхцчшщ])(?:ом|ем|ым|ой|ей|а|у|ю|я|е|ы|ь))$"
)
_ENDINGS_OF_NOUNS = ("", "а", "у", "ом", "ым", "ем", "е", "ой", "ы", "я", "ю")
_ENDINGS_IN_Y = ("й", "я", "ю", "ем", "е")
_ENDINGS_OF_ADJECTIVES = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую")
_SHORTEST_STEM = 4
_OFFICES_IN_A = frozenset({"глава", "папа"})
_OBLIQUE = ("а", "я", "у", "ю", "ом", "ем", "ём", "ым", "е", "ы", "ой", "ей", "ого", "ему", "ому")
"""Endings of masculine offices in other cases than the nominative, in which they end in a consonant or -ь."""
_SHARED_BY_FORMS = 2
"""Letters that all cases of a place begin with: "Рим", "Риме"."""
_ADJECTIVE = re.compile(r"(?P<stem>[\w-]{3,}?)(?:ым|им|ого|его|ому|ему)$")
_TAKES_I = tuple("гкхжшщч")
_HARD_NOUN = re.compile(r"(?P<stem>[\w-]*[бвгдзклмнпрстфхц])(?:ом|ем|а|у|е)$")
_SOFT_NOUN = re.compile(r"(?P<stem>[\w-]*(?:тел|тар|рол|вожд))(?:ем|ём|я|ю|е)$")
_IRREGULAR = {"посл": "посол", "глав": "глава", "пап": "папа", "судь": "судья"}
_IRREGULAR_NOUN = re.compile(r"(?P<stem>посл|глав|пап|судь)(?:ом|а|у|е|ы|и|ой|ей|ю|я)$")
_OF_CASE = {"а": ("а", "я"), "я": ("а", "я"), "у": ("у", "ю"), "ю": ("у", "ю")}
"""What men's names end in, hard and soft, behind an office that ends so: "министра Ивана", "послу Игорю"."""
_DECLINED_ADJECTIVE = re.compile(r"(?P<stem>[\w-]+(?:ск|цк))(?:ого|ому)$")
_MEN_IN_EY = frozenset({"Андрей", "Сергей", "Алексей", "Тимофей", "Матвей", "Елисей"})
_ENDS_SO = frozenset({"Артем", "Артём", "Ефрем", "Хатем", "Хашем", "Салем", "Вильем", "Виллем"})
"""Given names that end in the nominative as others do in the instrumental."""


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
    if stem == "Никол" and latin != "Nikol":
        return "Николя"
    if latin.endswith("a") and stem[-1] != "а":
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
    return stem + "й" if stem[-1] in _VOWELS and latin.endswith(("i", "y", "j")) else stem


def headed(forms: Iterable[str]) -> dict[str, str]:
    """The nominative of each form of a place: the table lists each name in the nominative and then its other cases.

    Forms with a stem (`*`) have none.
    """
    heads: dict[str, str] = {}
    head = ""
    for form in forms:
        if not _is_case_of(form, head):
            head = form
        if "*" not in form:
            heads[form] = head
    return heads


def _is_case_of(form: str, head: str) -> bool:
    words, others = form.split(), head.split()
    return len(words) == len(others) and all(
        word[:_SHARED_BY_FORMS] == other[:_SHARED_BY_FORMS] for word, other in zip(words, others, strict=True)
    )


def citation(office: str) -> str:
    """An office of the text in the nominative: "Первым заместителем министра" gives "Первый заместитель министра".

    Adjectives and the first noun are changed; what hangs on the noun stays. As it is where no noun is made out.
    """
    if office[:1] < _CYRILLIC:
        return office
    words = office.split()
    for n, word in enumerate(words):
        adjective = _ADJECTIVE.match(word)
        if adjective is not None:
            stem = adjective["stem"]
            words[n] = stem + ("ий" if stem.endswith(_TAKES_I) else "ый")
            continue
        lower = word.lower()
        irregular, soft, hard = _IRREGULAR_NOUN.match(lower), _SOFT_NOUN.match(lower), _HARD_NOUN.match(lower)
        if irregular is not None:
            found = _IRREGULAR[irregular["stem"]]
        elif soft is not None:
            found = soft["stem"] + "ь"
        elif hard is not None:
            found = hard["stem"]
        else:
            return office
        words[n] = word[0] + found[1:]
        return " ".join(words)
    return office


def uninflected(name: str) -> str:
    """A name of the text in the nominative, where its endings are those of the instrumental ("Иваном Петровым")."""
    words = name.split()
    if len(words) < 2:
        return name
    last = words[-1]
    male = _INSTRUMENTAL.match(last) or _ADJECTIVAL.match(last)
    if male is not None:
        family = male["stem"] + ("ий" if male.re is _ADJECTIVAL else "")
        return " ".join([*map(_given_from_instrumental, words[:-1]), family])
    female = _FEMALE.match(last)
    if (
        words[0].endswith(("ой", "ей"))
        and words[0] not in _MEN_IN_EY
        and (female or _OF_WOMEN.match(last) or _INVARIABLE.match(last))
    ):
        family = female["stem"] + "а" if female else _hard_a(last)
        return " ".join([_first_a(words[0]), *words[1:-1], family])
    if _ONE_FORM.match(words[0]) and (foreign := _FOREIGN.match(last)) is not None:
        return " ".join([*map(_given_from_instrumental, words[:-1]), foreign["stem"]])
    if _GIVEN.match(words[0]) and words[0] not in _ENDS_SO:
        foreign = _FOREIGN.match(last)
        if foreign is not None or _OF_WOMEN.match(last) or _INVARIABLE.match(last):
            family = foreign["stem"] if foreign is not None else _hard_a(last)
            return " ".join([*map(_given_from_instrumental, words[:-1]), family])
    return name


def _first_a(given: str) -> str:
    """ "Анна" of "Анной", "Мария" of "Марией", "Джорджа" of "Джорджей"."""
    soft = given.endswith("ей") and given[-3:-2] not in _HUSHING
    return given[:-2] + ("я" if soft else "а")


def _hard_a(family: str) -> str:
    """ "Рамафоза" of "Рамафозой"; a name of one form as it is."""
    return family[:-2] + "а" if _OF_WOMEN.match(family) else family


def _given_from_instrumental(word: str) -> str:
    if "-" in word:
        return "-".join(map(_given_from_instrumental, word.split("-")))
    stem = word[:-2]
    if word.endswith("ом"):
        return stem
    if word.endswith("ем"):
        return stem + ("й" if stem[-1:] in _VOWELS else "ь" if stem[-1:] in "рл" else "")
    return word


def governed(name: str, office: str) -> str:
    """A man's name behind his office, in the nominative where the office is in the genitive or dative.

    "Министра Ивана Петрова" is Иван Петров; as it is where the given name has no ending of that case.
    """
    words = name.split()
    endings = _OF_CASE.get(office[-1:]) if office not in _OFFICES_IN_A else None
    if endings is None or len(words) < 2 or not words[0].endswith(endings):
        return name
    hard, soft = endings
    return " ".join(_from_case(word, hard, soft) for word in words)


def _from_case(word: str, hard: str, soft: str) -> str:
    """ "Иван" of "Ивана" or "Ивану", "Сергей" of "Сергея", "Хольмский" of "Хольмского"."""
    stem = word[:-1]
    if stem[-1:] in _VOWELS and word.endswith(hard):
        return word  # "Шараа"
    adjective = _DECLINED_ADJECTIVE.match(word)
    if adjective is not None:
        return adjective["stem"] + "ий"
    if word.endswith(hard):
        return stem
    return stem + ("й" if stem[-1:] in _VOWELS else "ь") if word.endswith(soft) else word


def case_forms(family: str) -> list[str]:
    """What a Russian family name may look like in other cases; none where its stem is too short to tell it."""
    stem = _ENDING.sub("", family)
    if stem[-1:] == "й" and stem[-2:-1] in _VOWELS and len(stem) > _SHORTEST_STEM:
        return [stem[:-1] + ending for ending in _ENDINGS_IN_Y]  # Шойгу has one form, Карзай five
    if len(stem) < _SHORTEST_STEM or stem[-1] in _VOWELS:
        return []
    return [stem + ending for ending in (_ENDINGS_OF_ADJECTIVES if stem.endswith(("ск", "цк")) else _ENDINGS_OF_NOUNS)]


def is_oblique(office: str) -> bool:
    """Whether a word for an office stands in a case other than the nominative ("премьером", "главы")."""
    word = office.split()[0]
    return word not in _OFFICES_IN_A and word.endswith(_OBLIQUE)
