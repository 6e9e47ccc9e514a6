"""From raw records through intake, settle and dedup: footers that recur go in the end, in whatever order all came."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_RAW, ARTICLES_UNIQUE
from streams.dedup.stage import Dedup
from streams.intake.stage import Intake
from streams.settle.stage import Settle

INTAKE = Intake()
SUBJECTS = ("fisheries", "transit", "water", "timber", "tourism", "railways")
FOOTER = "The voice of the harbour since the old days"


def raw(number: int, *, day: int, copied: bool = False) -> bytes:
    """An article on its subject with the site's footer; a copy has another id, site and no footer."""
    subject = SUBJECTS[number]
    body = "\n".join(
        f"The ministers of {subject} of the two countries met on day {place} and discussed {subject} in the region "
        f"of lake {subject.title()}, where {number * 7 + place} projects about {subject} are under way this year."
        for place in range(4)
    )
    fields = {
        "id": f"{'copy' if copied else 'art'}-{number}",
        "title": f"Ministers discuss {subject}",
        "text": body if copied else f"{body}\n{FOOTER}",
        "outlet": "Another Paper" if copied else "Harbour Post",
        "published": f"2024-05-{day:02}",
    }
    return json.dumps(fields).encode()


CORPUS = [*(raw(n, day=n + 1) for n in range(6)), raw(0, day=3, copied=True), raw(1, day=1, copied=True)]


def outcome(records: list[bytes]) -> dict[tuple[str, str], bytes]:
    """What dedup says last of each key."""
    settle, dedup = Settle(), Dedup()
    said: dict[tuple[str, str], bytes | None] = {}
    for record in records:
        for clean in INTAKE.handle(Message(ARTICLES_RAW, "", record)).messages:
            for settled in settle.handle(clean).messages:
                said.update(((sent.topic.name, sent.key), sent.value) for sent in dedup.handle(settled).messages)
    return {key: value for key, value in said.items() if value is not None}


def test_the_footer_goes_from_every_article_and_copies_stay_copies() -> None:
    said = outcome(CORPUS)
    assert not any(FOOTER.encode() in value for value in said.values())
    assert {key for topic, key in said if topic == ARTICLES_DUPLICATE.name} == {"copy-0", "art-1"}
    unique = [CleanArticle.decode(value) for (topic, _), value in said.items() if topic == ARTICLES_UNIQUE.name]
    assert len(unique) == 6
    assert FOOTER.encode() in outcome(CORPUS[:3])[ARTICLES_UNIQUE.name, "art-0"]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_order_and_redelivery_change_nothing(data: st.DataObject) -> None:
    records = data.draw(st.lists(st.sampled_from(CORPUS), unique=True, min_size=4))
    again = data.draw(st.lists(st.sampled_from(records), max_size=5))
    assert outcome(data.draw(st.permutations([*records, *again]))) == outcome(records)
