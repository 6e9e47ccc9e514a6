"""The events are a function of the set of readings, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.event import EVENT, AgreementEvent, FigureEvent, MeetingEvent
from schemas.ids import derive
from schemas.message import Message, message, tombstone
from schemas.report import AgreementReport, FigureReport, MeetingReport, Reading, Report
from schemas.slots import Codes, DateSpan, Participant, Place
from schemas.topics import ARTICLES_REJECTED, EVENT_TOPICS, REPORTS
from streams.resolve.parties import Organisations
from streams.resolve.stage import Resolve
from streams.stage import Step
from tests import stages
from tests.stages import Folded

NEW_YEAR = date(2024, 1, 1)
ORGANISATIONS = Organisations(
    {"org:EAEU": ("ARM", "BLR", "KAZ", "KGZ", "RUS")}, {"KAZ": frozenset({"kazakh"}), "RUS": frozenset({"russian"})}
)
Event = MeetingEvent | AgreementEvent | FigureEvent


def span(first: int, last: int | None = None) -> DateSpan:
    """Days after New Year's Day."""
    return DateSpan(start=NEW_YEAR + timedelta(first), end=NEW_YEAR + timedelta(first if last is None else last))


def shared(name: str, **slots: object) -> dict[str, object]:
    common: dict[str, object] = {
        "report_id": derive("rep-", name, repr(sorted(slots.items()))),
        "article_id": name,
        "parties": ("KAZ", "RUS"),
        "evidence": (),
        "rule": "test",
        "confidence": 0.8,
        "codes": Codes(plover="CONSULT", cameo="046"),
        "ruleset": "1",
    }
    return common | slots


def meeting(name: str, **slots: object) -> MeetingReport:
    return MeetingReport.model_validate(shared(name, **({"status": "held", "format": "talks"} | slots)))


def agreement(name: str, **slots: object) -> AgreementReport:
    return AgreementReport.model_validate(shared(name, **({"instrument": "treaty", "action": "signed"} | slots)))


def figure(name: str, **slots: object) -> FigureReport:
    defaults: dict[str, object] = {"metric": "trade", "amount": 28.5e9, "currency": "USD"}
    return FigureReport.model_validate(shared(name, **(defaults | slots)))


def reading(name: str, *reports: Report, day: int | None = 0, outlet: str | None = None) -> Message:
    """What the article `name`, published `day` days after New Year's Day, reports."""
    published = None if day is None else NEW_YEAR + timedelta(day)
    record = Reading(
        article_id=name, ruleset="1", lang="en", title=name, published=published, outlet=outlet, reports=reports
    )
    return message(REPORTS, name, record)


class Shell(stages.Shell):
    """A shell with the stage, of whose articles `awake` are in memory; the others it reads from the table."""

    def __init__(self, awake: int | None = None) -> None:
        if awake is None:
            super().__init__(lambda: Resolve(ORGANISATIONS))
        else:
            super().__init__(lambda: Resolve(ORGANISATIONS, awake), bound=True)

    def events(self) -> list[Event]:
        """The events that hold."""
        topics = {topic.name for topic in EVENT_TOPICS.values()}
        return [EVENT.validate_json(value) for (topic, _), value in self.said.items() if topic in topics]


def outcome(messages: Iterable[Message]) -> Folded:
    return Shell().take(*messages).said


def events(*messages: Message) -> list[Event]:
    return Shell().take(*messages).events()


def only(*messages: Message) -> Event:
    found = events(*messages)
    assert len(found) == 1
    return found[0]


def test_a_meeting_told_twice_is_one_event_with_both_sources_and_everyone_named() -> None:
    putin = Participant(name="Vladimir Putin", country="RUS", role="President")
    event = only(
        reading("b", meeting("b", date=span(0), participants=[putin], place=Place(country="KAZ")), day=1),
        reading(
            "a",
            meeting(
                "a",
                date=span(1),
                participants=[Participant(name="Putin", country="RUS"), Participant(name="Tokayev", country="KAZ")],
                place=Place(name="Astana", country="KAZ"),
            ),
        ),
    )
    assert isinstance(event, MeetingEvent)
    assert [source.article_id for source in event.sources] == ["a", "b"]
    assert [person.name for person in event.participants] == ["Tokayev", "Vladimir Putin"]
    assert event.participants[1].role == "President"
    assert event.place == Place(name="Astana", country="KAZ")
    assert event.confidence == 0.96


def test_a_person_is_named_once_however_the_name_is_written() -> None:
    names = {
        "TUR": ["Recep Tayyip Erdoğan", "Erdogan"],
        "CHN": ["Xi Jinping", "Xi"],
        "JPN": ["Fumio Kishida", "Kishida Fumio"],
        "USA": ["Joe Biden", "Joseph R. Biden, Jr."],
    }
    told = [
        reading(
            f"a{turn}",
            meeting(
                f"a{turn}",
                date=span(0),
                participants=[
                    Participant(name=forms[turn % len(forms)], country=country) for country, forms in names.items()
                ],
            ),
        )
        for turn in range(2)
    ]
    event = only(*told)
    assert isinstance(event, MeetingEvent)
    assert [(person.country, person.name) for person in event.participants] == [
        ("CHN", "Xi Jinping"),
        ("JPN", "Fumio Kishida"),
        ("TUR", "Recep Tayyip Erdoğan"),
        ("USA", "Joseph R. Biden, Jr."),
    ]


def test_a_planned_meeting_becomes_held_and_a_planned_one_may_be_cancelled() -> None:
    plan = reading("a", meeting("a", status="planned", format="visit", date=span(9)))
    held = only(plan, reading("b", meeting("b", format="visit", date=span(9)), day=9))
    off = only(plan, reading("b", meeting("b", status="cancelled", format="visit", date=span(9)), day=5))
    assert isinstance(held, MeetingEvent)
    assert isinstance(off, MeetingEvent)
    assert (held.status, off.status) == ("held", "cancelled")


def test_a_call_and_a_visit_on_one_day_are_two_events() -> None:
    assert len(events(reading("a", meeting("a", format="call")), reading("b", meeting("b", format="visit")))) == 2


def test_meetings_on_other_days_in_other_cities_are_two_events() -> None:
    astana = meeting("a", date=span(0), place=Place(name="Astana", country="KAZ"))
    moscow = meeting("b", date=span(1), place=Place(name="Moscow", country="RUS"))
    assert len(events(reading("a", astana), reading("b", moscow))) == 2


def test_other_people_on_other_days_make_another_meeting() -> None:
    def told(name: str, person: str, day: int) -> Message:
        people = [Participant(name="Putin", country="RUS"), Participant(name=person, country="KAZ")]
        place = Place(name="Moscow", country="RUS")
        return reading(name, meeting(name, date=span(day), participants=people, place=place), day=day)

    assert len(events(told("a", "Kassym-Jomart Tokayev", 0), told("b", "Tokayev", 1))) == 1
    assert len(events(told("a", "Kassym-Jomart Tokayev", 0), told("b", "Karim Massimov", 1))) == 2


def test_calls_on_consecutive_days_are_two() -> None:
    calls = [reading(f"a{day}", meeting(f"a{day}", format="call", date=span(day)), day=day) for day in (0, 0, 1)]
    assert len(events(*calls)) == 2


def test_names_in_two_scripts_do_not_keep_reports_apart() -> None:
    latin = meeting("a", date=span(0), participants=[Participant(name="Putin", country="RUS")])
    cyrillic = meeting("b", date=span(0), participants=[Participant(name="Путин", country="RUS")])
    assert len(events(reading("a", latin), reading("b", cyrillic))) == 1


def test_two_meetings_of_one_article_stay_two() -> None:
    assert len(events(reading("a", meeting("a", date=span(0)), meeting("a", date=span(1))))) == 2


def test_an_undated_report_joins_the_meeting_held_when_it_was_published() -> None:
    dated = reading("a", meeting("a", date=span(0)))
    assert len(events(dated, reading("b", meeting("b"), day=2))) == 1
    assert len(events(dated, reading("b", meeting("b"), day=9))) == 2


def test_a_daily_series_of_meetings_does_not_grow_into_one() -> None:
    series = [reading(f"a{day}", meeting(f"a{day}", date=span(day)), day=day) for day in range(20)]
    assert len(events(*series)) >= 10


def test_a_planned_agreement_is_signed_under_the_same_title() -> None:
    event = only(
        reading("a", agreement("a", action="planned", title="Treaty on Good-Neighbourliness", date=span(5))),
        reading("b", agreement("b", title="good-neighbourliness treaty", date=span(5)), day=5),
    )
    assert isinstance(event, AgreementEvent)
    assert event.action == "signed"


def test_agreements_about_different_things_are_different_events() -> None:
    signed = [reading(name, agreement(name, title=f"{name} treaty", date=span(0))) for name in ("border", "fishing")]
    assert len(events(*signed)) == 2


def test_a_joint_statement_is_not_the_agreement_of_that_day() -> None:
    radar = reading("a", agreement("a", instrument="agreement", title="use of the radar", date=span(0)))
    statement = agreement("b", instrument="statement", action="adopted", title="joint statement", date=span(0))
    assert len(events(radar, reading("b", statement))) == 2


def test_titles_that_have_only_the_names_of_the_parties_in_common_are_of_two_agreements() -> None:
    border = agreement("a", title="Russian-Kazakh border", date=span(800))
    energy = agreement(
        "b", instrument="agreement", action="agreed", title="Russian-Kazakh energy balance", date=span(0)
    )
    assert len(events(reading("a", border), reading("b", energy))) == 2


def test_a_report_without_a_title_does_not_unite_two_agreements_that_have_one() -> None:
    signed = [
        agreement(name, instrument="contract", title=title, date=span(0))
        for name, title in {"a": "contract", "b": "supply of aircraft", "c": "a scholarship fund"}.items()
    ]
    found = events(*(reading(each.article_id, each) for each in signed))
    assert sorted(len(event.sources) for event in found) == [1, 2]


def test_talks_with_the_head_of_a_body_are_not_its_session() -> None:
    def talks(name: str, *people: Participant) -> Message:
        return reading(name, meeting(name, parties=("RUS", "org:EAEU"), date=span(0), participants=people))

    session = reading("a", meeting("a", parties=("org:EAEU",), format="summit", date=span(0)))
    putin, head = Participant(name="Putin", country="RUS"), Participant(name="Sargsyan", country="org:EAEU")
    assert len(events(session, talks("b", putin))) == 1
    assert len(events(session, talks("b", putin, head))) == 2


def test_figures_within_two_percent_are_one_and_other_periods_are_not() -> None:
    one = reading("a", figure("a", period="2023"))
    assert len(events(one, reading("b", figure("b", amount=28.4e9)))) == 1
    assert len(events(one, reading("b", figure("b", amount=28.4e9, period="2022")))) == 2
    assert len(events(one, reading("b", figure("b", amount=26e9)))) == 2
    assert len(events(one, reading("b", figure("b", target=True)))) == 2


def test_the_event_id_is_stable_while_articles_arrive_in_order_of_publication() -> None:
    shell, ids = Shell(), set()
    for day in range(3):
        shell.take(reading(f"a{day}", meeting(f"a{day}", date=span(0)), day=day))
        ids |= {event.event_id for event in shell.events()}
    assert len(ids) == 1


def test_withdrawing_articles_revises_the_event_and_then_withdraws_it() -> None:
    shell = Shell().take(*(reading(name, meeting(name, date=span(0))) for name in ("a", "b")))
    shell.take(tombstone(REPORTS, "a"))
    (event,) = shell.events()
    assert [source.article_id for source in event.sources] == ["b"]
    shell.take(tombstone(REPORTS, "b"))
    assert not shell.said


def test_events_carry_their_parties_in_the_envelope() -> None:
    said = Resolve().handle(reading("a", meeting("a"))).messages
    (sent,) = (each for each in said if each.topic is EVENT_TOPICS["meeting"])
    assert dict(sent.headers)["ce_subject"] == b"KAZ,RUS"
    assert dict(sent.headers)["ce_time"] == b"2024-01-01T00:00:00Z"


def test_a_life_is_told_step_by_step_with_dates_and_reports() -> None:
    title = "Treaty on Good-Neighbourliness"
    told = [
        agreement("a", action="planned", title=title, date=span(5)),
        agreement("b", title="good-neighbourliness treaty", date=span(5)),
        agreement("c", action="in_force", title=title, date=span(400)),
        agreement("d", action="ratified", title=title, date=span(300)),
    ]
    event = only(*(reading(each.article_id, each, day=day) for each, day in zip(told, (0, 5, 400, 300), strict=True)))
    assert isinstance(event, AgreementEvent)
    assert (event.action, event.date) == ("in_force", span(400))
    assert [step.state for step in event.history] == ["planned", "signed", "ratified", "in_force"]
    assert [step.date for step in event.history] == [span(5), span(5), span(300), span(400)]
    assert event.history[2].reports == (told[3].report_id,)


def test_what_sources_differ_in_is_kept_with_the_reports_that_say_so() -> None:
    moscow, kazan = (
        Place(name="Moscow", country="RUS", lat=55.75, lon=37.62),
        Place(name="Kazan", country="RUS", lat=55.79, lon=49.12),
    )
    people = [Participant(name="Putin", country="RUS"), Participant(name="Tokayev", country="KAZ")]
    told = [
        meeting("a", date=span(1), place=moscow, participants=people),
        meeting("b", date=span(1), place=kazan, participants=people),
        meeting("c", date=span(2), place=moscow, participants=people),
    ]
    event = only(*(reading(each.article_id, each, day=day) for each, day in zip(told, (1, 2, 2), strict=True)))
    assert (event.date, getattr(event, "place", None)) == (span(1), moscow)
    assert [(each.date, each.place, each.reports) for each in event.variants] == [
        (span(2), None, (told[2].report_id,)),
        (None, kazan, (told[1].report_id,)),
    ]


def test_an_outlet_counts_once_however_often_it_tells() -> None:
    outlets = {"a": "kremlin.ru", "b": "en.kremlin.ru", "c": "Reuters"}
    event = only(*(reading(name, meeting(name, date=span(0)), outlet=outlet) for name, outlet in outlets.items()))
    assert len(event.sources) == 3
    assert event.independent == 2
    assert event.confidence == 0.96


def test_a_session_of_a_body_and_of_two_of_its_members_is_one_event_of_all() -> None:
    place = Place(name="Minsk", country="BLR")
    parties = {"a": ("org:EAEU",), "b": ("KAZ", "RUS"), "c": ("ARM", "BLR", "KAZ", "KGZ", "RUS")}
    told = [
        reading(name, meeting(name, parties=named, format="summit", date=span(0), place=place))
        for name, named in parties.items()
    ]
    assert only(*told).parties == ("ARM", "BLR", "KAZ", "KGZ", "RUS", "org:EAEU")
    aside = reading("d", meeting("d", date=span(0), place=place))
    assert len(events(*told, aside)) == 2


def test_an_id_that_is_given_up_says_which_event_has_taken_over() -> None:
    shell = Shell().take(reading("b", meeting("b", date=span(0)), day=1))
    (late,) = shell.events()
    step = shell.stage.handle(reading("a", meeting("a", date=span(0)), day=0))
    shell.send(step)
    (event,) = shell.events()
    (gone,) = (sent for sent in step.messages if sent.key == late.event_id)
    assert gone.value is None
    assert dict(gone.headers)["superseded-by"].decode() == event.event_id
    assert event.aliases() == {late.event_id, event.event_id}


def successors(step: Step) -> dict[str, str]:
    """The ids that are withdrawn, and what has taken over."""
    return {
        sent.key: dict(sent.headers).get("superseded-by", b"").decode()
        for sent in step.messages
        if sent.value is None and sent.topic in EVENT_TOPICS.values()
    }


def test_the_tombstone_of_an_event_whose_first_report_goes_names_what_the_others_make() -> None:
    shell = Shell().take(*(reading(name, meeting(name, date=span(0)), day=day) for day, name in enumerate("abc")))
    (first,) = shell.events()
    step = shell.stage.handle(tombstone(REPORTS, "a"))
    shell.send(step)
    (left,) = shell.events()
    assert successors(step) == {first.event_id: left.event_id}
    shell.write(step)
    shell.restart()
    assert successors(shell.stage.handle(tombstone(REPORTS, "a"))) == {first.event_id: left.event_id}


def test_the_tombstone_of_an_event_whose_only_report_is_corrected_names_the_corrected_one() -> None:
    moscow, kazan = Place(name="Moscow", country="RUS"), Place(name="Kazan", country="RUS")
    call = meeting("a", format="call", date=span(5))
    shell = Shell().take(reading("a", meeting("a", date=span(0), place=moscow), call))
    step = shell.stage.handle(reading("a", meeting("a", date=span(0), place=kazan), call, day=1))
    shell.send(step)
    (met,) = (event for event in shell.events() if event.date == span(0))
    assert list(successors(step).values()) == [met.event_id]
    assert set(successors(shell.take().stage.handle(tombstone(REPORTS, "a"))).values()) == {""}


def test_a_record_that_is_no_reading_is_rejected() -> None:
    step = Resolve().handle(Message(REPORTS, "a", b"[]"))
    assert [sent.topic for sent in step.messages] == [ARTICLES_REJECTED]


spans = st.none() | st.sampled_from(
    [
        span(0),
        span(1),
        span(3),
        span(0, 3),
        DateSpan(start=NEW_YEAR, end=date(2024, 1, 31), precision="month"),
        DateSpan(start=NEW_YEAR, end=date(2024, 12, 31), precision="year"),
    ]
)
PLACES = [None, Place(country="KAZ"), Place(name="Astana", country="KAZ"), Place(name="Moscow", country="RUS")]
AWAKE = st.sampled_from([None, 0, 1, 3])
"""Articles in memory; None for a stage that keeps its rows itself."""
confidences = st.sampled_from([0.1, 0.3, 0.7, 0.9])
people = st.lists(
    st.sampled_from(
        [
            Participant(name="Putin"),
            Participant(name="Vladimir Putin", country="RUS", role="President"),
            Participant(name="Tokayev", country="KAZ"),
        ]
    ),
    max_size=2,
)


@st.composite
def readings(draw: st.DrawFn) -> Message:
    name = draw(st.sampled_from("abcdef"))
    parties = draw(st.sampled_from([("KAZ", "RUS"), ("KAZ", "RUS"), ("BLR", "KAZ", "RUS"), ("org:EAEU",)]))
    reports: list[Report] = [
        meeting(
            name,
            parties=parties,
            date=draw(spans),
            status=draw(st.sampled_from(["held", "planned", "cancelled"])),
            format=draw(st.sampled_from(["visit", "talks", "call"])),
            place=draw(st.sampled_from(PLACES)),
            participants=draw(people),
            confidence=draw(confidences),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    if draw(st.booleans()):
        reports.append(
            agreement(
                name,
                date=draw(spans),
                action=draw(st.sampled_from(["signed", "planned", "ratified", "terminated"])),
                title=draw(st.sampled_from([None, "border treaty", "Treaty on the border", "gas supply"])),
                confidence=draw(confidences),
            )
        )
    if draw(st.booleans()):
        amount = draw(st.sampled_from([100.0, 101.0, 102.5, 104.0]))
        reports.append(figure(name, amount=amount, period=draw(st.sampled_from([None, "2022", "2023"]))))
    distinct = {report.report_id: report for report in reports}
    return reading(name, *distinct.values(), day=draw(st.sampled_from([None, 0, 1, 2, 30])))


@settings(max_examples=60, deadline=None)
@given(st.lists(readings(), max_size=6, unique_by=lambda sent: sent.key), st.data())
def test_any_order_with_redelivery_restarts_and_withdrawals_folds_to_the_same(
    sent: list[Message], data: st.DataObject
) -> None:
    gone = set(data.draw(st.lists(st.sampled_from("abcdef"), max_size=2)))
    again = data.draw(st.lists(st.sampled_from(sent), max_size=4)) if sent else []
    shell = Shell(awake=data.draw(AWAKE))
    for incoming in data.draw(st.permutations(sent + again)):
        if data.draw(st.booleans()):
            shell.restart()
        shell.take(incoming)
    shell.take(*(tombstone(REPORTS, name) for name in data.draw(st.permutations(sorted(gone)))))
    assert shell.said == outcome(incoming for incoming in sent if incoming.key not in gone)


@settings(max_examples=60, deadline=None)
@given(st.lists(readings() | st.builds(tombstone, st.just(REPORTS), st.sampled_from("abcdef")), max_size=8), st.data())
def test_a_crash_that_swallows_messages_but_not_writes_is_made_good(log: list[Message], data: st.DataObject) -> None:
    crash = data.draw(st.integers(0, len(log)))
    committed = data.draw(st.integers(0, crash))
    shell = Shell(awake=data.draw(AWAKE)).take(*log[:committed])
    for incoming in log[committed:crash]:
        shell.write(shell.stage.handle(incoming))
    if crash < len(log):
        shell.write(shell.stage.handle(log[crash]), data.draw(st.integers(0, 3)))
    shell.restart()
    shell.take(*log[committed:])
    assert shell.said == outcome(log)


@settings(max_examples=60, deadline=None)
@given(st.lists(readings() | st.builds(tombstone, st.just(REPORTS), st.sampled_from("abcdef")), max_size=8))
def test_who_sleeps_makes_no_difference_to_any_message_or_row(log: list[Message]) -> None:
    """Not even on the way: each step is the same with one article in memory as with all."""
    wakeful, sleepy = Shell(), Shell(awake=0)
    for incoming in log:
        steps = [shell.stage.handle(incoming) for shell in (wakeful, sleepy)]
        assert steps[0] == steps[1]
        for shell, step in zip((wakeful, sleepy), steps, strict=True):
            shell.write(step)


def test_an_article_that_sleeps_wakes_when_its_event_goes_on_years_later() -> None:
    """Signed in the first year, ratified in the third: the stage holds nothing of the articles between."""
    title = "Treaty on Good-Neighbourliness"
    shell = Shell(awake=2)
    shell.take(reading("a", agreement("a", title=title, date=span(5)), day=5))
    shell.take(*(reading(f"m{day}", meeting(f"m{day}", date=span(day)), day=day) for day in range(10, 700, 10)))
    shell.restart()
    shell.take(reading("z", agreement("z", action="ratified", title=title, date=span(800)), day=800))
    (treaty,) = (event for event in shell.events() if isinstance(event, AgreementEvent))
    assert [step.state for step in treaty.history] == ["signed", "ratified"]
    assert len(treaty.sources) == 2
