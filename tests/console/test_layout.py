"""Where marks, dots, bars and points stand on the pages."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streams.console.evidence import by_report, by_slot, passages
from streams.console.feed import Sample
from streams.console.plots import figures, growth
from streams.console.timeline import Scale, timeline


def agreement(name, action, *history, day="2010-01-01"):
    steps = [{"state": state, "date": {"start": on, "end": on}} for state, on in history]
    return {
        "event_id": name, "kind": "agreement", "parties": ["KAZ", "RUS"], "instrument": "treaty", "action": action,
        "date": {"start": day, "end": day}, "history": steps,
    }  # fmt: skip


def figure(name, amount, period, **more):
    return {"event_id": name, "kind": "figure", "metric": "trade", "amount": amount, "period": period, **more}


items = st.builds(
    lambda slot, start, length: {"slot": slot, "start": start, "end": start + length},
    st.sampled_from(["date", "place", "parties", "trigger"]),
    st.integers(0, 30),
    st.integers(0, 30),
)


@given(st.text("ab \n", max_size=40), st.lists(items, max_size=6))
def test_passages_hold_the_whole_text_and_tell_on_which_something_rests(text, evidence):
    for marks in (by_slot(text, {"evidence": evidence}), by_report(text, [{"evidence": evidence}] * 2)):
        found = passages(marks)
        lines = [line for passage in found for line in passage.lines]
        assert "\n".join("".join(mark.text for mark in line) for line in lines) == text
        assert found[0].told
        for passage in found[1:]:
            assert all(any(mark.colour for mark in line) == passage.told for line in passage.lines)


def test_of_several_slots_the_one_that_rests_on_least_is_shown():
    evidence = [{"slot": "parties", "start": 0, "end": 13}, {"slot": "date", "start": 4, "end": 8}]
    assert [(mark.text, mark.labels[0]) for mark in by_slot("the 1972 pact", {"evidence": evidence})] == [
        ("the ", "parties"),
        ("1972", "date"),
        (" pact", "parties"),
    ]


def test_an_agreement_lives_from_its_first_step_to_its_end():
    line = timeline(
        [
            agreement("ended", "terminated", ("signed", "1972-01-01"), ("terminated", "2001-12-13"), day="2001-12-13"),
            agreement("stands", "in_force", ("signed", "1992-05-25"), ("in_force", "1994-01-01")),
            agreement("intended", "planned"),
        ],
        "2026-01-01",
    )
    ended, stands, intended = line.lives
    assert (ended.state, stands.state, intended.state) == ("ended", "standing", "intended")
    assert [dot.at for dot in ended.steps] == [ended.start, ended.end]
    assert ended.end < line.today < stands.end == intended.end == 100.0
    assert [dot.state for dot in stands.steps] == ["signed", "in_force"]
    assert ended.start < stands.start < ended.end < intended.start


def test_without_a_date_there_is_no_timeline():
    assert timeline([{"event_id": "a", "kind": "meeting", "parties": ["KAZ"], "history": []}], "2026-01-01") is None


@given(st.lists(st.dates(), min_size=1, max_size=5))
def test_all_days_are_on_the_line_in_order_and_years_can_be_told_apart(days):
    scale = Scale([day.isoformat() for day in days])
    places = [scale.at(day.isoformat()) for day in sorted(days)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert len(scale.ticks()) <= 10


def test_figures_of_one_metric_and_unit_are_one_plot_and_goals_are_joined_by_no_line():
    plots = figures(
        [
            figure("b", 30e9, "2024", currency="USD"),
            figure("a", 15e9, "2023-06", currency="USD"),
            figure("goal", 60e9, "2030", currency="USD", target=True),
            figure("ruble", 1e12, "2014/2023", currency="RUB"),
            figure("odd", 5.0, "no period", unit="percent", published="2020-01-01"),
            figure("timeless", 5.0, "", unit="percent"),
        ]
    )
    assert [(plot.title, len(plot.points)) for plot in plots] == [
        ("trade USD", 3),
        ("trade RUB", 1),
        ("trade percent", 1),
    ]
    dollars = plots[0]
    assert [(one.event_id, other.event_id) for one, other in dollars.lines] == [("a", "b")]
    low, middle, high = dollars.points
    assert low.y > middle.y > high.y
    assert high.target
    assert dollars.top == "60 bn USD"


def test_a_single_figure_has_a_line_of_a_year_at_least():
    (plot,) = figures([figure("a", 1.0, (date(2024, 1, 1) + timedelta(days=40)).isoformat())])
    assert 0 < plot.points[0].x < 100


def test_growth_is_told_by_minutes_of_the_hour():
    samples = [Sample(60.0 * minute, {"reports": records}) for minute, records in enumerate((10, 10, 14, 15, 15))]
    (reports,) = growth(samples)
    assert (reports.records, reports.minute, reports.hour) == (15, 0, 5)
    minutes_ago = {round(60 - 60 * place / 100): height for place, height in reports.bars}
    assert minutes_ago == {3: 100.0, 2: 25.0}
