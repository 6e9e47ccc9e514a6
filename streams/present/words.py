"""Reports and events in a few words, for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas.slots import DateSpan

SHOWN_CHARACTERS = 100  # of a text on one line
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


def counted(number: int, noun: str) -> str:
    """The number and its noun, whose plural ends in s: "1 event", "2,000 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def when(record: Mapping[str, Any]) -> str:
    """The date as exactly as it is known: "2024-11-27", "2024-11-27–28", "2024-11-30–12-01", "2024-11", "2012".

    "" where it is unknown.
    """
    date = record.get("date")
    if not date:
        return str(record.get("period", ""))
    first, _, last = str(DateSpan.model_validate(date)).partition("/")
    if not last:
        return first
    by_day = len(last) == len("2024-11-27")
    shared = 0 if not by_day else 8 if first[:7] == last[:7] else 5 if first[:4] == last[:4] else 0
    return f"{first}–{last[shared:]}"


def where(record: Mapping[str, Any]) -> str:
    """Place and country: "Astana, KAZ"."""
    place = record.get("place") or {}
    return ", ".join(part for part in (place.get("name"), place.get("country")) if part)


def what(record: Mapping[str, Any]) -> str:
    """What happened: "visit, planned", "protocol extended: Friendship Treaty", "trade 28.5 bn USD (2023)"."""
    return _TELLERS[record["kind"]](record)


def _meeting(record: Mapping[str, Any]) -> str:
    told = record["format"] if record["status"] == "held" else f"{record['format']}, {record['status']}"
    people = ", ".join(person["name"] for person in record.get("participants", ()))
    return f"{told}: {people}" if people else str(told)


def _agreement(record: Mapping[str, Any]) -> str:
    count = f"{record['count']} × " if record.get("count") else ""
    told = f"{count}{record['instrument']} {record['action'].replace('_', ' ')}"
    title = record.get("title") or record.get("subject")
    value = f" ({money(record['value'])})" if record.get("value") else ""
    return f"{told}: {title}{value}" if title else told + value


def _figure(record: Mapping[str, Any]) -> str:
    period = f" ({record['period']})" if record.get("period") else ""
    target = ", target" if record.get("target") else ""
    return f"{record['metric']} {money(record)}{period}{target}"


_TELLERS = {"meeting": _meeting, "agreement": _agreement, "figure": _figure}


def coming(planned: Sequence[Mapping[str, Any]], day: str) -> list[dict[str, Any]]:
    """Of the planned meetings those that are not over on the day, ISO 8601; the undated are always ahead."""
    return [dict(each) for each in planned if not each.get("date") or each["date"]["end"] >= day]


def money(sum_: Mapping[str, Any]) -> str:
    """An amount with its unit, scaled: "28.5 bn USD", "12 percent"."""
    amount = float(sum_["amount"])
    scale, name = next(((by, name) for by, name in _SCALES if abs(amount) >= by), (1.0, ""))
    unit = sum_.get("currency") or sum_.get("unit") or ""
    return " ".join(part for part in (f"{amount / scale:,.6g}", name, unit) if part)


def filler(name: str, record: Mapping[str, Any]) -> str:
    """What the slot holds in a few words; empty for evidence of something that is no slot."""
    held = record.get(name)
    match name:
        case "date":
            return when(record)
        case "place":
            return where(record)
        case "participants":
            return "; ".join(_person(person) for person in held or ())
        case "value" | "amount" if held:
            return money(record if name == "amount" else record["value"])
        case "change" if held:
            return f"{record['change']['percent']:+g} percent"
        case "codes" if held:
            return ", ".join(f"{part} {code}" for part, code in held.items())
        case _ if isinstance(held, (list, tuple)):
            return ", ".join(map(str, held))
        case _:
            return "" if held is None else str(held)


def _person(person: Mapping[str, Any]) -> str:
    known = ", ".join(person[part] for part in ("role", "country") if person.get(part))
    return f"{person['name']} ({known})" if known else str(person["name"])


def line(topic: str, record: Mapping[str, Any]) -> str:
    """A record of the topic on one line; {"withdrawn": key} is a tombstone."""
    if "withdrawn" in record:
        return f"withdrawn: {record['withdrawn']}"
    return "  ".join(clean(part) for part in _LINES.get(topic, _happening)(record) if part)


def clean(text: str) -> str:
    """Characters that can be shown: what a stranger wrote must not steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _raw(record: Mapping[str, Any]) -> tuple[str, ...]:
    told = record.get("title") or record.get("text") or record.get("html") or record.get("raw") or ""
    return _day(record.get("published")), str(record.get("id", "")), str(told)[:SHOWN_CHARACTERS]


def _clean_article(record: Mapping[str, Any]) -> tuple[str, ...]:
    told = record.get("title") or record["text"][:SHOWN_CHARACTERS]
    return _day(record.get("published")), record["article_id"], record["lang"], told


def _duplicate(record: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _day(record.get("published")),
        record["article_id"],
        f"{record['likeness']} copy of {record['duplicate_of']} ({record['similarity']:.2f})",
    )


def _derived(record: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _day(record.get("published")),
        record["article_id"],
        f"follows up {record['derived_from']} ({record['similarity']:.2f})",
    )


def _rejected(record: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{record['reason']:<12}",
        record.get("article_id") or record["record_id"],
        f"{record['stage']}: {record['detail']}",
        record["sample"][:SHOWN_CHARACTERS],
    )


def _classified(record: Mapping[str, Any]) -> tuple[str, ...]:
    told = ", ".join(record.get("event_types", ())) or "nothing"
    return (
        record["article_id"],
        told,
        " ".join(record.get("countries", ())),
        ", ".join(record.get("topics", ())),
    )


def _relation(record: Mapping[str, Any]) -> tuple[str, ...]:
    last, ahead = record.get("last_meeting"), record.get("next_meeting")
    return (
        " ".join(record["parties"]),
        counted(record["events"], "event"),
        f"last met {when(last)}" if last and when(last) else "",
        f"next {when(ahead)}" if ahead and when(ahead) else "",
        f"{counted(record['in_force'], 'agreement')} in force",
    )


def _actor(record: Mapping[str, Any]) -> tuple[str, ...]:
    partners = ", ".join(f"{each['party']} {each['events']}" for each in record["partners"])
    return record["party"], counted(record["events"], "event"), partners


def _happening(record: Mapping[str, Any]) -> tuple[str, ...]:
    sources = len(record.get("sources", ()))
    return (
        f"{when(record):<13}",
        " ".join(record["parties"]),
        what(record),
        where(record),
        counted(sources, "source") if sources else record.get("article_id", ""),
        f"{record['confidence']:.2f}",
    )


def _day(published: object) -> str:
    return f"{str(published or '')[:10]:<10}"


_LINES: dict[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "articles.raw": _raw,
    "articles.clean": _clean_article,
    "articles.settled": _clean_article,
    "articles.unique": _clean_article,
    "articles.duplicate": _duplicate,
    "articles.derived": _derived,
    "articles.rejected": _rejected,
    "articles.classified": _classified,
    "relations": _relation,
    "actors": _actor,
}
