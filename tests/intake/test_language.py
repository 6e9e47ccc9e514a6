"""The language is that of the body; a stated one yields only to evidence."""

import pytest

from streams.intake.language import language_of

EN = "The presidents of the two countries met in the capital on Thursday and signed a treaty on trade."
ES = "Los presidentes de los dos países se reunieron el jueves en la capital y firmaron un tratado de comercio."
RU = "Президенты двух стран встретились в четверг в столице и подписали договор о торговле на десять лет."


@pytest.mark.parametrize(
    ("body", "lang"),
    [
        (EN, "en"),
        (EN.upper(), "en"),
        (ES, "es"),
        (RU, "ru"),
        ("Les présidents des deux pays se sont rencontrés jeudi dans la capitale et ont signé un traité.", "fr"),
        (
            "Die Präsidenten der beiden Länder trafen sich am Donnerstag und unterzeichneten einen Vertrag.",
            "de",
        ),
        ("Os presidentes dos dois países reuniram-se na quinta-feira na capital e assinaram um tratado.", "pt"),
        ("Президенти двох країн зустрілися у четвер у столиці та підписали договір про торгівлю.", "uk"),
        ("Екі елдің президенттері бейсенбі күні астанада кездесіп, сауда туралы шартқа қол қойды.", "kk"),
        ("两国总统星期四在首都举行会谈并签署了贸易条约。", "zh"),
        ("اجتمع رئيسا البلدين يوم الخميس في العاصمة ووقعا معاهدة تجارية.", "ar"),
    ],
)
def test_language_is_found(body: str, lang: str) -> None:
    assert language_of(body) == lang


@pytest.mark.parametrize(
    ("body", "given", "lang"),
    [
        (EN, "en-GB", "en"),
        (EN, "ru", "en"),
        (RU, "en", "ru"),
        ("Astana summit 2024", "es_MX", "es"),
        ("1234", "en", "en"),
        ("1234", None, "und"),
        (EN, "klingon", "en"),
        (ES, "", "es"),
    ],
)
def test_a_stated_language_stands_unless_contradicted(body: str, given: str | None, lang: str) -> None:
    assert language_of(body, given) == lang
