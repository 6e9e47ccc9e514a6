"""A table holds what the topic says in the end."""

from schemas.message import Message
from schemas.topics import RELATIONS
from streams.keep.stage import Keep


def test_a_row_is_the_last_record_of_its_key_and_goes_with_its_tombstone() -> None:
    stage, table = Keep(RELATIONS, "relations"), {}
    for key, value in (("KAZ,RUS", b"1"), ("KAZ,RUS", b"2"), ("CHN,RUS", b"1"), ("CHN,RUS", None)):
        step = stage.handle(Message(RELATIONS, key, value))
        assert not step.messages
        table.update(step.writes)
    assert {key: value for key, value in table.items() if value is not None} == {"KAZ,RUS": b"2"}
