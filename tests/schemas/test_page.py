"""The page of the contract: every topic and every field on it, nothing that a browser would run or fetch."""

import re

from schemas.asyncapi import document
from schemas.page import page
from schemas.topics import TOPICS

CONTRACT = document()
PAGE = page(CONTRACT)


def test_every_topic_and_every_field_of_every_record_is_told():
    for topic in TOPICS:
        assert f"<code>{topic.name}</code>" in PAGE
        assert f'<h3 id="{topic.model.__name__}">' in PAGE
        for field in topic.model.model_fields:
            assert f"<td><code>{field}</code>" in PAGE


def test_links_lead_somewhere():
    targets = set(re.findall(r'href="#(\w+)"', PAGE))
    assert targets <= set(re.findall(r'id="(\w+)"', PAGE))
    assert "DateSpan" in targets


def test_it_neither_runs_nor_fetches_anything():
    assert not re.search(r"<script|src=|href=\"(?!#)|url\(|@import", PAGE)


def test_words_of_the_models_are_text():
    told = page(CONTRACT | {"info": CONTRACT["info"] | {"description": "<script>alert(1)</script> `a<b`"}})
    assert "<script>" not in told
    assert "<code>a&lt;b</code>" in told
