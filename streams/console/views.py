"""The console's pages: each reads from the index or the log and fills a template."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError

from schemas.event import event_id
from schemas.slots import STATUSES
from schemas.topics import (
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    EVENT_TOPICS,
    RELATIONS,
    REPORTS,
    Topic,
)
from streams.console import evidence, plots
from streams.console.feed import Change, Feed
from streams.console.guard import Guard
from streams.console.index import Brief
from streams.console.query import Asked, asked
from streams.console.stream import Streams
from streams.console.timeline import timeline
from streams.names import Names
from streams.present.words import coming, counted, money, what, when, where

_PAIRS = 60
_SOURCES_READ = 5  # of an event; the others are a link each
_RELATION_EVENTS = 200
_PARTY_EVENTS = 50
_REFUSALS = {404: "There is no such page.", 405: "Nothing can be changed here."}
_NO_SLOTS = {"event_id", "sources", "history", "variants", "independent"}


class Views:
    """Answers requests. Everything that is not in the feed's own words is escaped by the templates."""

    def __init__(self, feed: Feed, names: Names, guard: Guard) -> None:
        self._feed = feed
        self._names = names
        self._guard = guard
        self._templates = Environment(
            loader=PackageLoader("streams.console"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters.update(
            what=what,
            when=when,
            where=where,
            money=money,
            counted=counted,
            name=names.name,
            link=link,
            short=short,
            query=urlencode,
        )
        self.streams = Streams(self._row)

    def routes(self) -> list[web.RouteDef]:
        """All pages; all but the token's form are read only."""
        pages = {
            "/": self.events,
            "/live": self.live,
            "/event": self.event,
            "/article": self.article,
            "/relations": self.relations,
            "/relation": self.relation,
            "/party": self.party,
            "/throughput": self.throughput,
            "/stream": self.stream,
            "/login": self.login,
        }
        return [*(web.get(path, page) for path, page in pages.items()), web.post("/login", self.check)]

    def problems(self) -> Middleware:
        """Says every refusal in a page of the console."""

        @web.middleware
        async def tell(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except web.HTTPException as problem:
                if problem.status < 400:
                    raise
                said = (
                    problem.text
                    if problem.text and not problem.text[:3].isdigit()
                    else _REFUSALS.get(problem.status, problem.reason)
                )
                return self._page("problem", status=problem.status, problem=said)

        return tell

    async def events(self, request: web.Request) -> web.Response:
        """Search: the events that the query asks for, a page of them."""
        wanted = asked(request.query, self._names)
        found = self._feed.index.page(wanted.wanted, wanted.page)
        return self._page("events", asked=wanted, found=found, **self._form(wanted))

    async def live(self, request: web.Request) -> web.Response:
        """The latest events, and those that come while the page is open."""
        wanted = asked(request.query, self._names)
        latest = [change for change in self._feed.changes if wanted.wanted.takes(change.event)]
        return self._page("live", marker=self._feed.marker, asked=wanted, changes=latest[:-51:-1], **self._form(wanted))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """The changes as they come, from the one on that the page or, after a break, the browser had last."""
        last = request.headers.get("Last-Event-ID") or request.query.get("last")
        missed = self._feed.since(last) if last else ()
        return await self.streams.serve(request, asked(request.query, self._names).wanted, missed)

    async def event(self, request: web.Request) -> web.Response:
        """An event: its slots, its life, its sources, and what each was read from."""
        found = self._feed.index.get(request.query.get("id", ""))
        if found is None:
            raise web.HTTPNotFound(text="There is no such event. It may have been withdrawn.")
        if found["event_id"] != request.query["id"]:
            raise web.HTTPSeeOther(f"/event?{urlencode({'id': found['event_id']})}")
        told = self._last(EVENT_TOPICS[found["kind"]], found["event_id"])
        if told is None:
            raise web.HTTPNotFound(text="The event has just been withdrawn.")
        read = [self._told_by(source) for source in told["sources"][:_SOURCES_READ]]
        return self._page("event", event=told, brief=found, slots=evidence.slots(_slots_only(told)), read=read)

    async def article(self, request: web.Request) -> web.Response:
        """An article with all that it reports, or what else became of it."""
        name = request.query.get("id", "")
        article, reading = self._read(name)
        if article is not None:
            reports = reading["reports"] if reading else []
            shown = [
                (number, report, evidence.slots(report, article["text"]), self._event_of(report["report_id"]))
                for number, report in enumerate(reports, 1)
            ]
            passages = evidence.passages(evidence.by_report(article["text"], reports))
            return self._page(
                "article", article=article, passages=passages, reports=shown, colour=evidence.report_colour
            )
        for topic, template in ((ARTICLES_DUPLICATE, "duplicate"), (ARTICLES_REJECTED, "rejected")):
            record = self._last(topic, name)
            if record is not None:
                return self._page(template, record=record)
        raise web.HTTPNotFound(text="There is no such article, unique, duplicate or rejected.")

    async def relations(self, _: web.Request) -> web.Response:
        """The pairs with most events."""
        return self._page("relations", pairs=self._feed.index.pairs(_PAIRS), **self._form(Asked()))

    async def relation(self, request: web.Request) -> web.Response:
        """Two parties along time."""
        one, other = (self._names.code(request.query.get(field, "")) for field in ("one", "other"))
        if not one or not other or one == other:
            raise web.HTTPBadRequest(text="Two different parties are needed, such as Russia and Kazakhstan.")
        events = self._feed.index.of((one, other))
        today = datetime.now(UTC).date().isoformat()
        told = self._last(RELATIONS, ",".join(sorted((one, other)))) or {}
        return self._page(
            "relation",
            one=one,
            other=other,
            events=events[:_RELATION_EVENTS],
            total=len(events),
            last=told.get("last_meeting"),
            ahead=coming(told.get("planned", ()), today),
            in_force=told.get("in_force", 0),
            line=timeline(events, today),
            plots=plots.figures(events),
            height=plots.HEIGHT,
            **self._form(Asked()),
        )

    async def party(self, request: web.Request) -> web.Response:
        """One party: with whom it has to do, and its latest events."""
        party = self._names.code(request.query.get("code", ""))
        events = self._feed.index.of((party,)) if party else []
        if not events:
            raise web.HTTPNotFound(text="No event names such a party.")
        partners = self._feed.index.partners(party)[:_PAIRS]
        return self._page("party", party=party, events=events[:_PARTY_EVENTS], total=len(events), partners=partners)

    async def throughput(self, _: web.Request) -> web.Response:
        """How many records each topic holds and how fast it grows."""
        samples = tuple(self._feed.samples)
        minutes = round((samples[-1].at - samples[0].at) / 60) if samples else 0
        return self._page("throughput", growth=plots.growth(samples), kinds=self._feed.index.kinds(), minutes=minutes)

    async def login(self, _: web.Request) -> web.Response:
        """The form for the token."""
        return self._page("login", wrong=False)

    async def check(self, request: web.Request) -> web.Response:
        """Takes the token; who has it gets a cookie."""
        given = (await request.post()).get("token", "")
        response = web.Response(status=303, headers={"Location": "/"})
        if await self._guard.login(request, given if isinstance(given, str) else "", response):
            return response
        return self._page("login", status=401, wrong=True)

    def _page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        page = self._templates.get_template(f"{template}.html").render(page=template, status=status, **values)
        return web.Response(text=page, content_type="text/html", status=status)

    def _row(self, change: Change) -> str:
        return self._templates.get_template("change.html").render(change=change)

    def _form(self, wanted: Asked) -> dict[str, Any]:
        """What the search form offers, and what it holds."""
        return {"parties": self._feed.index.parties(), "statuses": STATUSES, "wanted": wanted.wanted}

    def _told_by(self, source: Brief) -> dict[str, Any]:
        """A source with its report and its article's text marked; without them where they are gone."""
        article, reading = self._read(source["article_id"])
        report = next(
            (each for each in (reading or {}).get("reports", ()) if each["report_id"] == source["report_id"]), None
        )
        if article is None or report is None:
            return {"source": source, "report": None}
        text = article["text"]
        return {
            "source": source,
            "report": report,
            "passages": evidence.passages(evidence.by_slot(text, report)),
            "slots": evidence.slots(report, text),
            "article": article,
        }

    def _read(self, article_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        return self._last(ARTICLES_UNIQUE, article_id), self._last(REPORTS, article_id)

    def _last(self, topic: Topic, key: str) -> dict[str, Any] | None:
        """What the topic holds under the key; None where that is nothing, or is withdrawn."""
        record = self._feed.log.last(topic, key)
        return None if record is None or record.value is None else _json(topic, record.value)

    def _event_of(self, report_id: str) -> Brief | None:
        return self._feed.index.get(event_id(report_id))


def link(url: str | None) -> str | None:
    """The address if a browser may be led there: a stranger has written it."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def short(text: str, characters: int) -> str:
    """The beginning of the text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[:characters]}…"


def _slots_only(event: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in event.items() if name not in _NO_SLOTS}


def _json(topic: Topic, value: bytes) -> dict[str, Any] | None:
    """The record as templates read it, without what is empty; None where it does not fit its topic."""
    try:
        return topic.model.decode(value).model_dump(mode="json", exclude_none=True)
    except ValidationError:
        return None
