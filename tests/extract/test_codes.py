"""The codes that event coders know, for each kind of report."""

from __future__ import annotations

from typing import get_args

import pytest

from schemas.slots import Action, MeetingFormat, MeetingStatus, Metric, Place
from streams.extract.codes import codes
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft


def meeting(status: MeetingStatus, kind: MeetingFormat, country: str | None = None) -> MeetingDraft:
    place = Place(country=country) if country else None
    return MeetingDraft(["FRA", "ITA"], 0, "r", 1.0, status=status, format=kind, place=place)


@pytest.mark.parametrize(
    ("draft", "plover", "mode", "cameo"),
    [
        (meeting("held", "call"), "CONSULT", "phone", "041"),
        (meeting("held", "visit", "FRA"), "CONSULT", "visit", "042"),
        (meeting("held", "talks", "FRA"), "CONSULT", None, "046"),
        (meeting("held", "talks", "CHE"), "CONSULT", "third-party", "044"),
        (meeting("held", "summit"), "CONSULT", "multilateral", "040"),
        (meeting("planned", "summit"), "AGREE", None, "036"),
        (meeting("cancelled", "visit"), "REJECT", "meet", "125"),
        (AgreementDraft(["FRA", "ITA"], 0, "r", 1.0, action="signed"), "SUPPORT", None, "057"),
        (AgreementDraft(["FRA", "ITA"], 0, "r", 1.0, action="planned"), "AGREE", None, "030"),
        (AgreementDraft(["FRA", "ITA"], 0, "r", 1.0, action="terminated"), "SANCTION", "withdraw", "160"),
        (FigureDraft(["FRA", "ITA"], 0, "r", 1.0, metric="loan"), "AID", "economic", "071"),
        (FigureDraft(["FRA", "ITA"], 0, "r", 1.0, metric="trade"), "COOPERATE", None, "061"),
        (FigureDraft(["FRA", "ITA"], 0, "r", 1.0, metric="trade", target=True), "AGREE", None, "0311"),
    ],
)
def test_a_report_has_the_codes_of_its_event(draft: Draft, plover: str, mode: str | None, cameo: str) -> None:
    found = codes(draft)
    assert (found.plover, found.mode, found.cameo) == (plover, mode, cameo)


def test_every_kind_of_event_has_codes() -> None:
    drafts: list[Draft] = [
        *(meeting(status, kind) for status in get_args(MeetingStatus) for kind in get_args(MeetingFormat)),
        *(AgreementDraft(["FRA", "ITA"], 0, "r", 1.0, action=action) for action in get_args(Action)),
        *(FigureDraft(["FRA", "ITA"], 0, "r", 1.0, metric=metric) for metric in get_args(Metric)),
    ]
    assert all(codes(draft).cameo.startswith(("03", "04", "05", "06", "07", "12", "16")) for draft in drafts)
