"""Russian names in the nominative."""

import pytest

from streams.extract.russian import case_forms, citation, governed, headed, is_oblique, nominative, uninflected


@pytest.mark.parametrize(
    ("alias", "latin", "name"),
    [
        ("Владимир* Путин*", "Vladimir Putin", "Владимир Путин"),
        ("Серге* Викторович* Лавров*", "Sergei Lavrov", "Сергей Викторович Лавров"),
        ("Ангел* Меркель", "Angela Merkel", "Ангела Меркель"),
        ("Мари* Захаров*", "Maria Zakharova", "Мария Захарова"),
        ("Владимир* Зеленск*", "Volodymyr Zelenskiy", "Владимир Зеленский"),
        ("Дональд* Туск*", "Donald Tusk", "Дональд Туск"),
        ("Барак* Обам*", "Barack Obama", "Барак Обама"),
        ("Владимир* Маке*", "Vladimir Makei", "Владимир Макей"),
        ("Джордж* Буш*-старш*", "George Bush", ""),
    ],
)
def test_an_alias_of_the_table_has_a_nominative(alias: str, latin: str, name: str) -> None:
    assert nominative(alias, latin) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Иваном Петровым", "Иван Петров"),
        ("Сергеем Сергеевичем Хольмовым", "Сергей Сергеевич Хольмов"),
        ("Игорем Хольминым", "Игорь Хольмин"),
        ("Олегом Хольмским", "Олег Хольмский"),
        ("Анной Петровой", "Анна Петрова"),
        ("Марией Петровой", "Мария Петрова"),
        ("Карлом Хольмом", "Карл Хольм"),
        ("Карлом-Вальтером Хольмом", "Карл-Вальтер Хольм"),
        ("Николасом Рово", "Николас Рово"),
        ("Нарендрой Рови", "Нарендра Рови"),
        ("Джорджей Ровони", "Джорджа Ровони"),
        ("Сирилом Хольмозой", "Сирил Хольмоза"),
        ("Андрей Хольменко", "Андрей Хольменко"),
        ("Бруно Хольмесом", "Бруно Хольмес"),
    ],
)
def test_the_instrumental_becomes_the_nominative(said: str, name: str) -> None:
    assert uninflected(said) == name


@pytest.mark.parametrize("name", ["Ивана Петрова", "Петровым", "Анна Петрова", "Карл Хольм", "Ван И", "Артём Хольмо"])
def test_other_forms_stay_as_they_are(name: str) -> None:
    assert uninflected(name) == name


@pytest.mark.parametrize(
    ("said", "office"),
    [
        ("Премьер-министром", "Премьер-министр"),
        ("федеральным канцлером", "федеральный канцлер"),
        ("министра иностранных дел", "министр иностранных дел"),
        ("Первым заместителем председателя", "Первый заместитель председателя"),
        ("генерального секретаря", "генеральный секретарь"),
        ("верховным представителем", "верховный представитель"),
        ("главой МИД", "глава МИД"),
        ("послу", "посол"),
        ("королём", "король"),
        ("министр обороны", "министр обороны"),
        ("Prime Minister", "Prime Minister"),
    ],
)
def test_an_office_is_cited_in_the_nominative(said: str, office: str) -> None:
    assert citation(said) == office


@pytest.mark.parametrize(
    ("office", "said", "name"),
    [
        ("президента", "Ивана Хольма", "Иван Хольм"),
        ("министра", "Сергея Сергеевича Хольмова", "Сергей Сергеевич Хольмов"),
        ("министра", "Игоря Хольмского", "Игорь Хольмский"),
        ("послу", "Ивану Хольму", "Иван Хольм"),
        ("посла", "Ивана Хольмо", "Иван Хольмо"),
        ("министра", "Анны Хольмовой", "Анны Хольмовой"),
        ("глава", "Анна Хольмова", "Анна Хольмова"),
        ("президент", "Иван Хольма", "Иван Хольма"),
        ("президента", "Ахмеда Шараа", "Ахмед Шараа"),
    ],
)
def test_a_man_behind_an_office_in_the_genitive_or_dative(office: str, said: str, name: str) -> None:
    assert governed(said, office) == name


def test_each_form_of_a_place_has_its_nominative() -> None:
    forms = headed(["Хольм", "Хольма", "Хольме", "Верхний Хольм", "Верхнего Хольма", "Рова", "Рове", "Южн* Ров*"])
    assert forms == {
        "Хольм": "Хольм",
        "Хольма": "Хольм",
        "Хольме": "Хольм",
        "Верхний Хольм": "Верхний Хольм",
        "Верхнего Хольма": "Верхний Хольм",
        "Рова": "Рова",
        "Рове": "Рова",
    }


@pytest.mark.parametrize(
    ("family", "form"),
    [("Хольм", "Хольмом"), ("Хольма", "Хольм"), ("Петрова", "Петровой"), ("Хольмский", "Хольмского")],
)
def test_a_family_name_is_known_in_other_cases(family: str, form: str) -> None:
    assert form in case_forms(family)


@pytest.mark.parametrize("family", ["Ровенко", "Шараа", "Роу", "Ким"])
def test_names_that_do_not_change_have_no_other_forms(family: str) -> None:
    assert case_forms(family) == []


@pytest.mark.parametrize(
    ("office", "oblique"),
    [("премьер", False), ("глава", False), ("премьером", True), ("президента", True), ("главой мид", True)],
)
def test_an_office_shows_whether_it_stands_in_the_nominative(office: str, oblique: bool) -> None:
    assert is_oblique(office) is oblique
