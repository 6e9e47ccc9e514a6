"""Pages of the Kremlin's Russian site that come as one line."""

import pytest

from streams.intake.flattened import unflattened
from tests.timing import fastest

TAIL = (
    " География Бельгия Темы Внешняя политика Лица Петров Иван Иванович Статус материала Опубликован в разделе: "
    "Новости Дата публикации: 5 марта 2015 года, 16:20 Ссылка на материал: kremlin.ru/d/1 Текстовая версия"
)


def lines(text: str, title: str | None = None) -> list[str]:
    """The lines of the text as a flattened page."""
    return unflattened(text + TAIL, title)


def test_day_hour_and_place_are_lines_of_their_own() -> None:
    said = "В Кремле прошли переговоры. 5 марта 2015 года 16:20 Москва, Кремль И.Петров: Добрый день! * * * Конец."
    assert lines(said) == [
        "В Кремле прошли переговоры.",
        "5 марта 2015 года 16:20",
        "Москва, Кремль",
        "И.Петров: Добрый день!",
        "Конец.",
    ]


def test_an_announcement_is_parted_from_its_sentence() -> None:
    said = "Анонс на 7 − 10 мая 2015 года Добавить в Календарь Календари Яндекс iCal Google Он посетит Сочи."
    assert lines(said) == ["Анонс на 7 − 10 мая 2015 года", "Он посетит Сочи."]


def test_headlines_that_the_page_links_to_go() -> None:
    said = (
        "Стороны рады. Смотрите также Встреча с Королём Бельгии 3 мая 2014 года Беседа с Ж.Хольмом 4 мая 2014 года "
        "Начались переговоры."
    )
    assert lines(said) == ["Стороны рады. Начались переговоры."]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Приехал Иван Петров Петров Иван Иванович Президент Бельгии , который здоров.",
            "Приехал Иван Петров, который здоров.",
        ),
        ("Он позвонил Анной Хольмовой Хольмова Анна Министр культуры .", "Он позвонил Анной Хольмовой."),
        (
            "Реджеп Али Хольмом Хольм Реджеп Али Президент Бельгии выразил поддержку, сказал он .",
            "Реджеп Али Хольмом Али Президент Бельгии выразил поддержку, сказал он .",
        ),
        ("Си Хольмином Си Хольмин Председатель Бельгии .", "Си Хольмином."),
        ("И.Петров Петров Иван Иванович Министр : Спасибо.", "И.Петров: Спасибо."),
        (
            "Были Иван Петров Петров Иван Иванович Министр и Карл Хольм Хольм Карл Посол .",
            "Были Иван Петров Министр и Карл Хольм.",
        ),
        ("День за днём Иван да Марья и Иван Петров рады.", "День за днём Иван да Марья и Иван Петров рады."),
    ],
)
def test_the_card_of_a_person_goes(said: str, kept: str) -> None:
    assert lines(said) == [kept]


def test_the_title_said_again_is_a_line_of_its_own() -> None:
    assert lines("Москва Беседа о дождях Начало беседы", "Беседа о дождях") == [
        "Москва",
        "Беседа о дождях",
        "Начало беседы",
    ]


def test_other_lines_stay_as_they_are() -> None:
    line = "Стороны рады. Смотрите также Встреча с Королём Бельгии 3 мая 2014 года Конец."
    assert unflattened(line, None) == [line]


@pytest.mark.parametrize(
    "unit", [" География Темы Лица", " Смотрите также 1 января", " Иван Иванов Иван Иванов Анонс на"]
)
def test_a_hostile_page_takes_time_in_proportion_to_its_length(unit: str) -> None:
    """A hundred thousand characters, which take a twentieth of a second, may take one at most."""
    assert fastest(lambda: lines(unit * (100_000 // len(unit)))) < 1
