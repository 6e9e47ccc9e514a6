"""Pages of the Kremlin's Russian site, which feeds flatten to one line: the parts of the page as lines again.

What the page links to inside the text goes: other headlines under "Смотрите также", and the cards of persons
("Лукашенко Александр Григорьевич Президент Республики Беларусь" behind "Александр Лукашенко").
"""

from __future__ import annotations

import re
from itertools import pairwise

_MARK = " Статус материала Опубликован"
_DAY = r"[0-9]{1,2} (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря) [0-9]{4} года"
_TAGS = ((" Лица ", 600), (" Темы ", 300), (" География ", 300))
"""What stands before the mark, from the last to the first, and how many characters it has at most."""
_LINKS = re.compile(rf" (?:Смотрите также|Дополнительно)(?: (?:[^.!?…]|\.(?=\S)){{5,160}}? {_DAY}(?! [0-9]))+")
_CALENDAR = " Добавить в Календарь Календари Яндекс iCal Google"
_ANNOUNCED = re.compile(rf"(?:^| )(Анонс на (?:[0-9]{{1,2}} [−–-] )?{_DAY}) ")
_DATED = re.compile(rf"(?:^| )({_DAY} [0-9]{{2}}:[0-9]{{2}})(?: ([А-ЯЁ][\w-]+(?: область| край)?, [А-ЯЁ][\w-]+))? ")
_WORD = re.compile(r"\S+")
_LONGEST_NAME, _SHORTEST_STEM, _ENDING = 3, 3, 3
"""Words of a name; letters that two forms of a name share; letters in which they may differ."""
_CARD_END = re.compile(r"[^.!?:;]{0,220}?(?= [.,:;)])")
_VERB = re.compile(r"\b[а-яё]{3,}(?:л|ла|ли|ло|лся|лась|лись|ает|яет|ают|яют|ит|ят|[её]н|ена|ено|ены|аны?|ана)\b")
"""A verb behind a card that no mark closes: the sentence goes on."""
_SPEAKER = re.compile(r" (?:\* \* \* )?(?=(?:[А-ЯЁ]\.){1,2}[А-ЯЁ][\w-]+ ?:)| \* \* \* ")
_PATRONYMIC = re.compile(r"\w+(?:вич|вна|ична)$")


def unflattened(line: str, title: str | None) -> list[str]:
    """The lines of a flattened page; a line that is none stays as it is."""
    mark = line.find(_MARK)
    if mark < 0:
        return [line]
    text = _LINKS.sub("", line[: _tags(line, mark)].replace(_CALENDAR, ""))
    text = _ANNOUNCED.sub(r"\n\1\n", _without_cards(text))
    text = _DATED.sub(lambda found: "\n" + "\n".join(filter(None, found.groups())) + "\n", text)
    if title is not None:
        text = re.sub(rf"(?<!\S){re.escape(title)}(?!\S)", f"\n{title}\n", text)
    text = _SPEAKER.sub("\n", text)
    return [part for part in (part.strip() for part in text.split("\n")) if part]


def _tags(line: str, mark: int) -> int:
    """Where the tags of the page start that end at its mark."""
    start = mark
    for name, most in _TAGS:
        sentence = max(line.rfind(end, max(0, start - most), start) for end in ".!?")
        found = line.find(name, max(0, start - most - len(name), sentence + 1), start)
        start = found if found >= 0 else start
    return start


def _without_cards(text: str) -> str:
    """The text without what the page shows of a person behind the name."""
    words = list(_WORD.finditer(text))
    names = [found[0] if found[0][:1].isupper() else "" for found in words]
    sizes = [_repeated(names, number) if name else 0 for number, name in enumerate(names)]
    cards = [number for number, size in enumerate(sizes) if size]
    kept: list[str] = []
    done = 0
    for number, following in pairwise([*cards, len(words)]):
        start = words[number].start()
        if start >= done:
            kept.append(text[done : start - 1])
            limit = words[following].start() if following < len(words) else len(text)
            done = _card_end(text, words, number + sizes[number], limit)
    return "".join([*kept, text[done:]])


def _repeated(names: list[str], number: int) -> int:
    """How many words from `number` on say again the family and given name that stand before; 0 where none do."""
    for size in range(_LONGEST_NAME, 0, -1):
        again = names[number : number + size]
        if number < size or len(again) < size or not all(map(_alike, names[number - size : number], again)):
            continue
        if size > 1:
            return size
        given = names[number + 1] if number + 1 < len(names) else ""
        before = names[max(0, number - _LONGEST_NAME) : number - 1]
        initial = names[number - 1].startswith(f"{given[:1]}.")
        return 2 if given and (initial or any(_alike(name, given) for name in before)) else 0
    return 0


def _alike(one: str, other: str) -> bool:
    """Whether two words may be forms of one name; the first may have an initial before it ("И.Петров")."""
    one = one.rpartition(".")[2]
    if not one or not other:
        return False
    shared = min(len(one), len(other)) - 1
    if one == other:
        return True
    return abs(len(one) - len(other)) <= _ENDING and shared >= _SHORTEST_STEM and one[:shared] == other[:shared]


def _card_end(text: str, words: list[re.Match[str]], number: int, limit: int) -> int:
    """Where a card ends whose name goes to word `number`: before a mark that stands alone, else behind the name.

    `limit` is where the next card starts.
    """
    start = words[number - 1].end()
    marked = _CARD_END.match(text, start, limit)
    if marked is not None and _VERB.search(marked[0].replace("иностранных дел", "")) is None:
        return marked.end() + 1
    if number < len(words) and _PATRONYMIC.match(words[number][0]):
        return words[number].end()
    return start
