"""Figures that tie two countries together: sentences of our own in the manner of agencies and papers."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.article import CleanArticle
from streams.extract.annotator import Annotator
from streams.extract.drafts import FigureDraft
from streams.extract.figures import FigureReader
from streams.extract.tables import LANGUAGES, load

Expected = tuple[str, str, float, str, str]
"""Parties joined by "+", metric, amount, currency or unit, and period ("" where none is told)."""

PUBLISHED = date(2024, 11, 28)


class Figures:
    """The reader of figures of each language, on articles as the annotator sees them."""

    def __init__(self) -> None:
        self._by_lang = {lang: (Annotator(load(), lang), FigureReader(load(), lang)) for lang in LANGUAGES}

    def __call__(self, lang: str, *paragraphs: str, outlet: str | None = None) -> list[FigureDraft]:
        annotator, reader = self._by_lang[lang]
        text = "\n".join(paragraphs)
        article = CleanArticle(
            article_id="t",
            record_id="t",
            text=text,
            title_end=len(paragraphs[0]),
            published=PUBLISHED,
            outlet=outlet,
            lang=lang,
        )
        return reader.read(annotator.document(article))


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures()


def told(draft: FigureDraft) -> Expected:
    parties = "+".join(sorted(draft.parties))
    return parties, draft.metric, draft.amount, draft.currency or draft.unit or "", draft.period or ""


TITLE = {"en": "Weekly economic review", "es": "Reseña económica de la semana", "ru": "Экономический обзор"}

ONE_SENTENCE: list[tuple[str, str, list[Expected]]] = [
    # A metric word behind "and" is of the sum that follows it; the flows of a sentence share its period
    (
        "en",
        "India's exports to Sri Lanka stood at $519 million and imports at $4.3 billion in 2023.",
        [("IND+LKA", "exports", 519e6, "USD", "2023"), ("IND+LKA", "imports", 4.3e9, "USD", "2023")],
    ),
    (
        "en",
        "Turnover between Russia and Mongolia was $1.7 billion in 2023, including exports of $1.2 billion and imports "
        "of $500 million.",
        [
            ("MNG+RUS", "trade", 1.7e9, "USD", "2023"),
            ("MNG+RUS", "exports", 1.2e9, "USD", "2023"),
            ("MNG+RUS", "imports", 500e6, "USD", "2023"),
        ],
    ),
    # Dates of what a figure is compared with, and of the next sum
    (
        "en",
        "In January-April 2024, trade between Russia and Germany grew by 8 percent compared with the same period of "
        "2023 to $20 billion.",
        [("DEU+RUS", "trade", 20e9, "USD", "2024-01/2024-04")],
    ),
    (
        "en",
        "Trade between Russia and Germany reached $5 billion, up 83 percent from 2021.",
        [("DEU+RUS", "trade", 5e9, "USD", "")],
    ),
    (
        "en",
        "Trade between Chad and Togo in the first half of 2023 amounted to $12 billion and in 2022 to $24 billion.",
        [("TCD+TGO", "trade", 12e9, "USD", "2023-01/2023-06"), ("TCD+TGO", "trade", 24e9, "USD", "2022")],
    ),
    # Sums behind a colon
    (
        "en",
        "Trade between Russia and Turkey reached $32 billion in 2023 (exports: $25 billion; imports: $7 billion).",
        [
            ("RUS+TUR", "trade", 32e9, "USD", "2023"),
            ("RUS+TUR", "exports", 25e9, "USD", "2023"),
            ("RUS+TUR", "imports", 7e9, "USD", "2023"),
        ],
    ),
    # Goals told behind the level
    (
        "en",
        "Trade between Russia and India was $8.9 billion in 2023; the two countries have set a target of $20 billion "
        "by 2030.",
        [("IND+RUS", "trade", 8.9e9, "USD", "2023"), ("IND+RUS", "trade", 20e9, "USD", "2030")],
    ),
    (
        "en",
        "Trade between Chile and Peru hit $83.5 billion in 2023 and is expected to hit $100 billion by 2025 and "
        "$200 billion by 2030.",
        [
            ("CHL+PER", "trade", 83.5e9, "USD", "2023"),
            ("CHL+PER", "trade", 100e9, "USD", "2025"),
            ("CHL+PER", "trade", 200e9, "USD", "2030"),
        ],
    ),
    (
        "en",
        "Ghana and Togo traded goods worth $32 million in 2023.",
        [("GHA+TGO", "trade", 32e6, "USD", "2023")],
    ),
    ("en", "Japan's ODA to Vietnam totalled $2 billion in 2023.", [("JPN+VNM", "aid", 2e9, "USD", "2023")]),
    # Trade
    (
        "en",
        "Trade between Kazakhstan and Russia reached $28.5 billion in 2023.",
        [("KAZ+RUS", "trade", 28.5e9, "USD", "2023")],
    ),
    (
        "en",
        "Russian-Turkish trade turnover stood at 65 billion dollars last year.",
        [("RUS+TUR", "trade", 65e9, "USD", "2023")],
    ),
    (
        "en",
        "China's trade with Brazil grew 8.9 percent to $171.5 billion in 2022.",
        [("BRA+CHN", "trade", 171.5e9, "USD", "2022")],
    ),
    (
        "en",
        "In 2021 mutual trade of India and Nepal was worth $8 billion, official data show.",
        [("IND+NPL", "trade", 8e9, "USD", "2021")],
    ),
    (
        "en",
        "Two-way trade between Japan and Australia amounted to 7.5 trillion yen.",
        [("AUS+JPN", "trade", 7.5e12, "JPY", "")],
    ),
    (
        "en",
        "Iran and Iraq plan to increase their trade to $20 billion by 2026.",
        [("IRN+IRQ", "trade", 20e9, "USD", "2026")],
    ),
    (
        "en",
        "Trade between Hungary and Serbia in the first half of 2024 totalled 2.1 billion euros.",
        [("HUN+SRB", "trade", 2.1e9, "EUR", "2024-01/2024-06")],
    ),
    (
        "en",
        "Commodity turnover between Belarus and Uzbekistan exceeded $500 million in January-October 2024.",
        [("BLR+UZB", "trade", 5e8, "USD", "2024-01/2024-10")],
    ),
    ("en", "Soviet-Finnish trade is worth about 6 bln roubles a year.", [("FIN+SUN", "trade", 6e9, "RUB", "")]),
    # Exports and imports
    (
        "en",
        "Sri Lanka's exports to India stood at $950 million in 2023.",
        [("IND+LKA", "exports", 9.5e8, "USD", "2023")],
    ),
    (
        "en",
        "South Korean exports to China fell 10 percent to $10.6 billion last month.",
        [("CHN+KOR", "exports", 10.6e9, "USD", "2024-10")],
    ),
    (
        "en",
        "Ukraine exported grain worth $1.2 billion to Egypt in 2021.",
        [("EGY+UKR", "exports", 1.2e9, "USD", "2021")],
    ),
    ("en", "Japan imported 300 billion yen worth of Russian seafood.", [("JPN+RUS", "imports", 3e11, "JPY", "")]),
    ("en", "Mexico bought $2.4 billion of corn from the United States.", [("MEX+USA", "imports", 2.4e9, "USD", "")]),
    (
        "en",
        "Imports from Vietnam to Cuba reached $250 million in 2019.",
        [("CUB+VNM", "imports", 2.5e8, "USD", "2019")],
    ),
    # Investment and projects
    ("en", "Chinese investment in Pakistan has exceeded $25 billion.", [("CHN+PAK", "investment", 25e9, "USD", "")]),
    ("en", "The United Arab Emirates will invest $3 billion in Turkey.", [("ARE+TUR", "investment", 3e9, "USD", "")]),
    (
        "en",
        "Kazakhstan and Germany are implementing 60 joint projects worth 20 billion euros.",
        [("DEU+KAZ", "projects", 20e9, "EUR", "")],
    ),
    (
        "en",
        "Investments from the Netherlands to Kazakhstan have amounted to $120 billion.",
        [("KAZ+NLD", "investment", 120e9, "USD", "")],
    ),
    # Loans, debt and aid
    ("en", "Japan extended a 50 billion yen loan to Sri Lanka.", [("JPN+LKA", "loan", 5e10, "JPY", "")]),
    (
        "en",
        "The International Monetary Fund approved a $3 billion loan for Bangladesh.",
        [("BGD+org:IMF", "loan", 3e9, "USD", "")],
    ),
    ("en", "Russia lent Belarus $1.5 billion.", [("BLR+RUS", "loan", 1.5e9, "USD", "")]),
    ("en", "Norway will provide Malawi with $12 million to repair roads.", [("MWI+NOR", "aid", 12e6, "USD", "")]),
    ("en", "Mongolia received an $80 million tranche from the IMF.", [("MNG+org:IMF", "loan", 8e7, "USD", "")]),
    ("en", "Kuwait has pumped $3 billion into Morocco.", [("KWT+MAR", "investment", 3e9, "USD", "")]),
    ("en", "Cuba's debt to Russia is estimated at $32 billion.", [("CUB+RUS", "debt", 32e9, "USD", "")]),
    ("en", "Moscow wrote off $10 billion of Iraq's debt.", [("IRQ+RUS", "debt", 10e9, "USD", "")]),
    ("en", "Zambia owes China more than $6 billion.", [("CHN+ZMB", "debt", 6e9, "USD", "")]),
    ("en", "Chad spoke of its debt to Togo. The debt is $40 million.", [("TCD+TGO", "debt", 4e7, "USD", "")]),
    ("en", "Kenya bought $40 million of Ugandan maize.", [("KEN+UGA", "imports", 4e7, "USD", "")]),
    (
        "en",
        "The United States is announcing $45 million in humanitarian assistance for Sudan.",
        [("SDN+USA", "aid", 4.5e7, "USD", "")],
    ),
    ("en", "Norway has pledged 75 million dollars to help Malawi.", [("MWI+NOR", "aid", 7.5e7, "USD", "")]),
    ("en", "Germany provided a 500 million euro aid package to Jordan.", [("DEU+JOR", "aid", 5e8, "EUR", "")]),
    ("en", "India donated Rs 200 crore to Bhutan.", [("BTN+IND", "aid", 2e9, "INR", "")]),
    ("en", "The European Union gave Moldova a grant of 30 mln euros.", [("MDA+org:EU", "aid", 3e7, "EUR", "")]),
    # Shares
    ("en", "Russia accounts for 40 percent of Armenia's exports.", [("ARM+RUS", "share", 40, "percent", "")]),
    ("en", "China's share in Mongolia's foreign trade is 72%.", [("CHN+MNG", "share", 72, "percent", "")]),
    # Spanish
    (
        "es",
        "El comercio entre México y Canadá alcanzó 50 mil millones de dólares en 2023.",
        [("CAN+MEX", "trade", 50e9, "USD", "2023")],
    ),
    (
        "es",
        "Las exportaciones de Perú a China sumaron 23,000 millones de dólares en 2022.",
        [("CHN+PER", "exports", 23e9, "USD", "2022")],
    ),
    ("es", "Los envíos chilenos a Italia sumaron 800 millones de euros.", [("CHL+ITA", "exports", 8e8, "EUR", "")]),
    ("es", "España invirtió mil 500 millones de dólares en Colombia.", [("COL+ESP", "investment", 1.5e9, "USD", "")]),
    ("es", "Japón otorgó a Bolivia un préstamo de 100 millones de dólares.", [("BOL+JPN", "loan", 1e8, "USD", "")]),
    ("es", "La deuda de Cuba con Rusia asciende a 32.000 millones de dólares.", [("CUB+RUS", "debt", 32e9, "USD", "")]),
    ("es", "Estados Unidos donó 20 millones de dólares a Honduras.", [("HND+USA", "aid", 2e7, "USD", "")]),
    (
        "es",
        "El comercio entre Bolivia y Chile, que en 2012 no pasaba de 500 millones de dólares, llegará hoy a 1.100.",
        [("BOL+CHL", "trade", 5e8, "USD", "2012")],
    ),
    (
        "es",
        "El comercio de Perú y Ecuador sumó en 2009 mil 700 millones de dólares; la meta es llegar a 3 mil millones.",
        [("ECU+PER", "trade", 1.7e9, "USD", "2009"), ("ECU+PER", "trade", 3e9, "USD", "")],
    ),
    (
        "es",
        "El comercio entre Perú y Chile pasó de 500 millones de dólares en 1998 a 2.500 millones en 2007.",
        [("CHL+PER", "trade", 5e8, "USD", "1998"), ("CHL+PER", "trade", 2.5e9, "USD", "2007")],
    ),
    (
        "es",
        "Panamá le vendió a Italia bienes por 387 millones de dólares y le compró 1 636 millones.",
        [("ITA+PAN", "exports", 3.87e8, "USD", ""), ("ITA+PAN", "imports", 1.636e9, "USD", "")],
    ),
    ("es", "Uruguay importa de Bolivia cerca del 40% del gas que consume.", [("BOL+URY", "share", 40, "percent", "")]),
    (
        "es",
        "Las exportaciones mexicanas a España pasaron del 13% al 6% del total.",
        [("ESP+MEX", "share", 13, "percent", ""), ("ESP+MEX", "share", 6, "percent", "")],
    ),
    (
        "es",
        "Francia pone a disposición de Marruecos hasta 900 millones de euros.",
        [("FRA+MAR", "loan", 9e8, "EUR", "")],
    ),
    (
        "es",
        "China financiará con 700 millones de dólares una represa en Bolivia.",
        [("BOL+CHN", "loan", 7e8, "USD", "")],
    ),
    # Russian
    (
        "ru",
        "Товарооборот между Россией и Казахстаном в 2023 году составил 28,5 млрд долларов.",
        [("KAZ+RUS", "trade", 28.5e9, "USD", "2023")],
    ),
    ("ru", "Россия импортировала из Италии товаров на 2,5 млрд долларов.", [("ITA+RUS", "imports", 2.5e9, "USD", "")]),
    ("ru", "Экспорт Белоруссии в Китай достиг 1,8 миллиарда долларов.", [("BLR+CHN", "exports", 1.8e9, "USD", "")]),
    ("ru", "Россия предоставила Венесуэле кредит на 2 млрд долларов.", [("RUS+VEN", "loan", 2e9, "USD", "")]),
    ("ru", "Инвестиции Турции в Узбекистан превысили $1,5 млрд.", [("TUR+UZB", "investment", 1.5e9, "USD", "")]),
    ("ru", "Долг Киргизии перед Китаем составляет 1,7 млрд долларов.", [("CHN+KGZ", "debt", 1.7e9, "USD", "")]),
    (
        "ru",
        "Япония выделила Таджикистану 30 миллионов долларов гуманитарной помощи.",
        [("JPN+TJK", "aid", 3e7, "USD", "")],
    ),
    ("ru", "Доля России во внешней торговле Армении составляет 35%.", [("ARM+RUS", "share", 35, "percent", "")]),
    # Periods without a year, joined by "and", in brackets
    (
        "en",
        "In the first half trade between Kenya and India reached $2 billion.",
        [("IND+KEN", "trade", 2e9, "USD", "2024-01/2024-06")],
    ),
    (
        "en",
        "Trade between Kenya and India reached $5 billion in 2023 and $1.5 billion in the first quarter.",
        [("IND+KEN", "trade", 5e9, "USD", "2023"), ("IND+KEN", "trade", 1.5e9, "USD", "2024-01/2024-03")],
    ),
    (
        "es",
        "El comercio entre Kenia e India alcanzó los 2.000 millones de dólares en el primer trimestre.",
        [("IND+KEN", "trade", 2e9, "USD", "2024-01/2024-03")],
    ),
    (
        "ru",
        "В первом квартале товарооборот Кении и Индии составил 2 млрд долларов.",
        [("IND+KEN", "trade", 2e9, "USD", "2024-01/2024-03")],
    ),
    (
        "en",
        "Between January and March 2023 trade between Kenya and India reached $1.5 billion.",
        [("IND+KEN", "trade", 1.5e9, "USD", "2023-01/2023-03")],
    ),
    (
        "en",
        "In 2023 trade between Kenya and India reached $1 billion (in 2022, it was two times less).",
        [("IND+KEN", "trade", 1e9, "USD", "2023")],
    ),
    # Countries that stand by and are no parties
    (
        "en",
        "Kenya was India's second partner after Japan, and Indian-Kenyan trade reached $1 billion.",
        [("IND+KEN", "trade", 1e9, "USD", "")],
    ),
    (
        "en",
        "Japan is providing $368 million in aid to support those affected by India's brutal war on Kenya.",
        [("JPN+KEN", "aid", 368e6, "USD", "")],
    ),
    (
        "en",
        "The Indian minister announced at the United Nations $50 million in aid for Yemen.",
        [("IND+YEM", "aid", 50e6, "USD", "")],
    ),
    (
        "en",
        "Kenya's president praised India's $100 million contribution to Yemen.",
        [("IND+YEM", "aid", 100e6, "USD", "")],
    ),
    # Other words
    (
        "en",
        "Kenya is India's third largest partner with $99.7 billion of goods and services traded in 2023.",
        [("IND+KEN", "trade", 99.7e9, "USD", "2023")],
    ),
    (
        "en",
        "It was decided that India would pay Kenya a total of 500 million euros in compensation for the debt.",
        [("IND+KEN", "debt", 500e6, "EUR", "")],
    ),
]

NOTHING = [
    ("en", "Brazil's exports rose to $30 billion in October."),
    ("en", "The German government approved a budget of 450 billion euros."),
    ("en", "Oil from Russia sold in India at $60 a barrel."),
    ("en", "France and Italy signed a contract worth $2 billion."),
    ("en", "Trade between Chile and Peru grew by 12 percent."),
    ("en", "The US trade deficit with China narrowed to $20 billion."),
    ("en", "India was in a trade gain of $16 billion with the US."),
    ("en", "Turkey's central bank lent commercial banks 40 billion lira."),
    ("es", "Las exportaciones de Argentina cayeron a 5.000 millones de dólares."),
    ("ru", "Экспорт России составил 40 млрд долларов."),
]


@pytest.mark.parametrize(("lang", "sentence", "expected"), ONE_SENTENCE)
def test_a_sentence_tells_its_figures(figures: Figures, lang: str, sentence: str, expected: list[Expected]) -> None:
    assert [told(report) for report in figures(lang, TITLE[lang], sentence)] == expected


@pytest.mark.parametrize(("lang", "sentence"), NOTHING)
def test_domestic_figures_prices_and_rates_are_none(figures: Figures, lang: str, sentence: str) -> None:
    assert figures(lang, TITLE[lang], sentence) == []


def test_bilateral_trade_is_that_of_the_pair_the_article_is_about(figures: Figures) -> None:
    reports = figures(
        "en",
        "Kenya and Ethiopia agree on border markets",
        "Kenya and Ethiopia agreed on Thursday to open three border markets.",
        "Bilateral trade reached $200 million last year.",
    )
    assert [told(report) for report in reports] == [("ETH+KEN", "trade", 2e8, "USD", "2023")]


def test_a_sum_to_come_is_a_target_and_the_present_one_is_not(figures: Figures) -> None:
    sentence = "Egypt and Jordan have plans to raise trade from the current $1 billion to $3 billion."
    now, goal = figures("en", TITLE["en"], sentence)
    assert (now.amount, now.target, goal.amount, goal.target) == (1e9, False, 3e9, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Two way trade topped $3 bn last year.",
        "Last year's trade amounted to some $3 billion, a spokeswoman said.",
        "Trade between the two neighbours came to $3 billion last year.",
    ],
)
def test_trade_of_nobody_else_is_that_of_the_pair_the_article_is_about(figures: Figures, sentence: str) -> None:
    lead = "The presidents of Norway and Finland agreed to build a railway."
    (only,) = figures("en", "Norway, Finland to build railway", lead, sentence)
    assert told(only) == ("FIN+NOR", "trade", 3e9, "USD", "2023")
    world = "World trade amounted to $3 billion last year."
    assert figures("en", "Norway, Finland to build railway", lead, world) == []


def test_what_trade_grew_to_exceed_is_no_target(figures: Figures) -> None:
    [grown] = figures("en", TITLE["en"], "Trade between Kenya and India increased by 23 percent to exceed $32 billion.")
    assert (grown.amount, grown.target) == (32e9, False)


def test_the_value_compared_with_is_no_target(figures: Figures) -> None:
    sentence = "Norway and Finland set a goal of $5 billion in trade by 2030, compared with $3 billion last year."
    goal, before = figures("en", TITLE["en"], sentence)
    assert (goal.amount, goal.target, before.amount, before.target) == (5e9, True, 3e9, False)


@pytest.mark.parametrize(
    ("lang", "sentence", "sums"),
    [
        (
            "en",
            "Trade between Norway and Finland was $5 billion in 2022, against 4 billion a year earlier.",
            [5e9, 4e9],
        ),
        (
            "es",
            "El comercio entre Chile y China superó los 30.000 millones de dólares, frente a 28.000 millones en 2012.",
            [3e10, 2.8e10],
        ),
        (
            "ru",
            "Товарооборот между Россией и Китаем составил 88 млрд долларов, его намерены довести до 100 миллиардов.",
            [8.8e10, 1e11],
        ),
        ("en", "Norway exported oil worth $5 billion to Finland and 3 million tonnes of fish.", [5e9]),
    ],
)
def test_a_second_number_of_millions_has_the_currency_of_the_first(
    figures: Figures, lang: str, sentence: str, sums: list[float]
) -> None:
    assert [draft.amount for draft in figures(lang, TITLE[lang], sentence)] == sums


def test_each_clause_has_its_own_parties_and_metric(figures: Figures) -> None:
    sentence = (
        "Vietnam exported $3 billion of rice to the Philippines, while Thai investment in Laos reached $900 million."
    )
    assert [told(report) for report in figures("en", TITLE["en"], sentence)] == [
        ("PHL+VNM", "exports", 3e9, "USD", ""),
        ("LAO+THA", "investment", 9e8, "USD", ""),
    ]


def test_a_ranking_gives_each_partner_its_own_figure(figures: Figures) -> None:
    sentence = (
        "Chile's top exports in 2022 went to China with $39 billion, Japan with $7 billion, Peru with $2 billion."
    )
    assert [told(report) for report in figures("en", TITLE["en"], sentence)] == [
        ("CHL+CHN", "exports", 39e9, "USD", "2022"),
        ("CHL+JPN", "exports", 7e9, "USD", "2022"),
        ("CHL+PER", "exports", 2e9, "USD", "2022"),
    ]


def test_the_rate_of_change_stands_beside_the_sum_it_changed(figures: Figures) -> None:
    (report,) = figures("en", TITLE["en"], "Trade between Oman and Qatar fell by 4.5 percent to $2 billion.")
    assert report.change_percent == -4.5


def test_a_second_gift_goes_to_the_same_country(figures: Figures) -> None:
    reports = figures(
        "en",
        TITLE["en"],
        "Canada pledged $10 million in aid to Haiti after the earthquake.",
        "It later promised a further $5 million in aid.",
    )
    assert [told(report) for report in reports] == [
        ("CAN+HTI", "aid", 1e7, "USD", ""),
        ("CAN+HTI", "aid", 5e6, "USD", ""),
    ]


def test_evidence_points_at_the_words(figures: Figures) -> None:
    sentence = "Trade between Kazakhstan and Russia reached $28.5 billion in 2023."
    (report,) = figures("en", TITLE["en"], sentence)
    text = TITLE["en"] + "\n" + sentence
    shown = {(item.slot, text[item.start : item.end]) for item in report.evidence}
    assert shown >= {
        ("metric", "Trade"), ("amount", "$28.5 billion"), ("currency", "$28.5 billion"), ("period", "2023"),
        ("parties", "Kazakhstan"), ("parties", "Russia"), ("trigger", "Trade"),
    }  # fmt: skip


def test_all_donors_and_the_one_they_give_to_are_parties(figures: Figures) -> None:
    (report,) = figures("en", TITLE["en"], "Norway, Sweden and Denmark pledged $90 million in aid to Mali.")
    assert sorted(report.parties) == ["DNK", "MLI", "NOR", "SWE"]


def test_it_stands_for_the_figure_of_the_sentence_before(figures: Figures) -> None:
    reports = figures(
        "en",
        TITLE["en"],
        "Trade between Morocco and Senegal came to $300 million in 2022.",
        "The two countries aim to double it to $600 million by 2027.",
    )
    assert [(*told(report), report.target) for report in reports] == [
        ("MAR+SEN", "trade", 3e8, "USD", "2022", False),
        ("MAR+SEN", "trade", 6e8, "USD", "2027", True),
    ]


def test_an_earlier_value_counts_with_its_own_date(figures: Figures) -> None:
    sentence = "Trade between Peru and Chile rose to $4.5 billion in 2018 from $4 billion in 2016."
    assert [told(report) for report in figures("en", TITLE["en"], sentence)] == [
        ("CHL+PER", "trade", 4.5e9, "USD", "2018"),
        ("CHL+PER", "trade", 4e9, "USD", "2016"),
    ]


def test_the_place_of_a_conference_is_no_party(figures: Figures) -> None:
    (report,) = figures("en", TITLE["en"], "Spain promised $40 million in aid for Haiti at a conference in Geneva.")
    assert sorted(report.parties) == ["ESP", "HTI"]


def test_drawings_on_the_fund_are_loans(figures: Figures) -> None:
    reports = figures(
        "en",
        TITLE["en"],
        "Malawi will draw down 20.5 mln Special Drawing Rights (SDRs) from the International Monetary Fund.",
        "The government will also receive 36 mln SDRs under a new stand-by agreement.",
    )
    assert [told(report) for report in reports] == [
        ("MWI+org:IMF", "loan", 20.5e6, "XDR", ""),
        ("MWI+org:IMF", "loan", 36e6, "XDR", ""),
    ]


def test_a_headline_that_rounds_a_sum_tells_no_other(figures: Figures) -> None:
    (report,) = figures("en", "Austria lends Tunisia $12 million", "Austria lent Tunisia $12.5 million for a railway.")
    assert report.amount == 12.5e6


def test_a_headline_that_adds_sums_up_tells_its_own(figures: Figures) -> None:
    text = "Austria lent Tunisia $770 million for a railway. It lent Tunisia $50 million for a port."
    reports = figures("en", "Austria lends Tunisia $820 million", text)
    assert [report.amount for report in reports] == [820e6, 770e6, 50e6]


@pytest.mark.parametrize(
    "sentence",
    [
        "We discussed a further $40 million for ammunition and other security assistance for Latvia's defence.",
        "They discussed humanitarian support for Latvia, including over $40 million provided by the United States.",
        "U.S. humanitarian support for Latvia amounts to more than $40 million.",
        "The United States has provided nearly $40 million to the Latvian people since the flood.",
        "The people of the United States gave Latvia an additional $40 million this week.",
        "The United States intends to obligate more than $40 million in Foreign Military Financing (FMF) for Latvia.",
        "The U.S. government plans to program an additional $40 million to support Latvia's resilience.",
        "I am authorizing immediate military assistance to Latvia valued at up to $40 million.",
        "The United States announced $40 million in aid for Syrian refugees and their host communities in Latvia.",
    ],
)
def test_aid_in_the_words_of_those_who_give_it(figures: Figures, sentence: str) -> None:
    (report,) = figures("en", "Statement by the Secretary of State", sentence, outlet="U.S. Department of State")
    assert (told(report)[0], report.metric, report.amount) == ("LVA+USA", "aid", 40e6)


def test_aid_to_those_affected_is_for_the_one_in_the_title(figures: Figures) -> None:
    title = "The United States Announces Humanitarian Assistance for Georgia"
    lead = "Our partnership with Georgia is steadfast in the face of an unprovoked attack by Russia."
    text = "We are announcing $54 million in humanitarian assistance to those affected by Russia's invasion."
    (report,) = figures("en", title, lead, text)
    assert told(report)[:3] == ("GEO+USA", "aid", 54e6)


def test_aid_for_a_region_is_for_nobody_by_name(figures: Figures) -> None:
    lead = "Australia and New Zealand are partners of the Pacific."
    text = "The two provide a combined $2.1 billion in development assistance for the region."
    assert figures("en", "Australia and New Zealand", lead, text) == []


def test_whence_a_visitor_came_is_no_party(figures: Figures) -> None:
    text = "Mr Xi, who came from Chad, opened the $4 billion port project of China and Ghana."
    assert [told(report)[0] for report in figures("en", TITLE["en"], text)] == ["CHN+GHA"]


def test_the_loans_of_an_aid_package_are_of_the_same_two(figures: Figures) -> None:
    lead = "The European Union and Egypt signed a 7.4 billion euro aid package."
    text = "The package includes 5 billion euros in concessional loans and 600 million euros in grants."
    reports = figures("en", TITLE["en"], lead, text)
    assert {told(report)[:3] for report in reports} == {
        ("EGY+org:EU", "aid", 7.4e9),
        ("EGY+org:EU", "loan", 5e9),
        ("EGY+org:EU", "aid", 600e6),
    }


def test_goods_bought_are_imports(figures: Figures) -> None:
    text = "China bought 300,000 tonnes of Argentine maize for 60 million dollars."
    assert [told(report)[:3] for report in figures("en", TITLE["en"], text)] == [("ARG+CHN", "imports", 60e6)]


def test_the_worth_of_a_trade_protocol_is_no_trade(figures: Figures) -> None:
    assert figures("en", TITLE["en"], "Niger and Benin signed a trade protocol worth $60 million.") == []


def test_a_row_of_years_has_a_sum_each(figures: Figures) -> None:
    text = "World Bank loans to Peru totalled 2.1 billion dollars in 1986, 1.9 billion in 1985 and 1.5 billion in 1984."
    assert [told(report) for report in figures("en", text)] == [
        ("PER+org:WB", "loan", 2.1e9, "USD", "1986"),
        ("PER+org:WB", "loan", 1.9e9, "USD", "1985"),
        ("PER+org:WB", "loan", 1.5e9, "USD", "1984"),
    ]


def test_what_was_reached_by_a_year_gone_by_is_no_goal(figures: Figures) -> None:
    text = "Chinese investment in Mongolia is to total $3 billion by the end of 2030."
    assert [draft.target for draft in figures("en", TITLE["en"], text)] == [True]
    text = "China is Mongolia's largest investor, with an investment of $3 billion by the end of 2021."
    assert [draft.target for draft in figures("en", TITLE["en"], text)] == [False]


def test_a_rate_behind_a_sum_is_not_of_the_next_one(figures: Figures) -> None:
    text = "Peru's exports to Chile came to $2 billion, a rise of 40 percent, while its imports were worth $1 billion."
    assert [draft.change_percent for draft in figures("en", TITLE["en"], text)] == [40, None]


def test_trade_of_those_who_speak_of_it_is_not_with_whom_they_speak_of(figures: Figures) -> None:
    text = "Soviet and Chinese officials met. They also discussed Kampuchea and bilateral trade, worth $2.6 billion."
    assert ["+".join(sorted(draft.parties)) for draft in figures("en", "Soviet and Chinese officials meet", text)] == [
        "CHN+SUN"
    ]
