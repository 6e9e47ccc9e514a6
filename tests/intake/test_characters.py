"""Invisible characters never reach readers; visible ones are never touched."""

import pytest

from streams.intake.characters import scrub, unliteral


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("nul\x00 and bell\x07", "nul and bell"),
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("safe \u202eevil\u202c text\u2066!\u2069", "safe evil text!"),
        ("soft\u00adhyphen zero\u200bwidth \ufeffbom", "softhyphen zerowidth bom"),
        ("joined \u200dLatin", "joined Latin"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("Кремль — «да» “so” it’s", "Кремль — «да» “so” it’s"),
        ("и\u0306", "й"),
        ("AT&amp;T &lt;b&gt; &#8217; & co &nosuchentity", "AT&T <b> ’ & co &nosuchentity"),
        ("Chile\\'s", "Chile's"),
    ],
)
def test_scrub(raw: str, clean: str) -> None:
    assert scrub(raw) == clean


def test_a_bytes_literal_becomes_its_text() -> None:
    raw = "Título\nb'\\n\\tEl Presidente se reuni\\xc3\\xb3 con it\\'s aliados.\\n'"
    assert unliteral(raw) == "Título\n\n El Presidente se reunió con it's aliados.\n"


@pytest.mark.parametrize("text", ["b'plain'", "He said b'x' and left.", "no literal", "b'\\xc3"])
def test_what_is_no_bytes_literal_stays(text: str) -> None:
    assert unliteral(text) == text
