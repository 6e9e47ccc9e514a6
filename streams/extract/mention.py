"""A mention: characters that name an actor or a place, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.extract.surfaces import City


@dataclass(slots=True)
class Mention:
    """Characters `start` to `end` of the clean text.

    `kind` is one of
      country, org, body ("the Kremlin", "the Russian side"), people ("Kazakhs"): speak for `codes`;
      person: somebody by name or by office ("the Kazakh president"); `name` empty until known;
      group: "the two leaders", "both sides"; `codes` filled by reference;
      city: a place, or its government where `acts` (a capital named as an actor);
      adjective: "Kazakh", not an actor by itself.
    `role` is the office as the text words it, `office` its plain form in lower case.
    A name by itself that somebody in the table has, but others too, is a `candidate` (country, name, office):
    the country has to stand in the article as well. `name_span` is where the name stands; `referred` marks
    what another mention told, `guessed` a country that only the outlet's own suggests.
    """

    start: int
    end: int
    kind: str
    codes: tuple[str, ...] = ()
    name: str = ""
    role: str = ""
    office: str = ""
    city: City | None = None
    acts: bool = True
    plural: bool = False
    former: bool = False
    people: list[Mention] = field(default_factory=list)
    name_span: tuple[int, int] | None = None
    referred: bool = False
    guessed: bool = False
    candidate: tuple[str, str, str] | None = None
