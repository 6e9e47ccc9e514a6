"""PLOVER and CAMEO codes of reports: what an event coder in these ontologies would write down.

Sources: the PLOVER manual (roots, modes of CONSULT, AID, REJECT and SANCTION), the CAMEO 1.1b3 manual, and the
table of the PLOVER authors that maps CAMEO to PLOVER (2021). A thing to come is AGREE, whatever it is.
"""

from __future__ import annotations

from schemas.slots import Action, Codes, MeetingFormat, Metric
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft

_INTENT_TO_MEET = Codes(plover="AGREE", cameo="036")
_REFUSAL_TO_MEET = Codes(plover="REJECT", mode="meet", cameo="125")
_THIRD_LOCATION = Codes(plover="CONSULT", mode="third-party", cameo="044")
_MEETINGS: dict[MeetingFormat, Codes] = {
    "call": Codes(plover="CONSULT", mode="phone", cameo="041"),
    "visit": Codes(plover="CONSULT", mode="visit", cameo="042"),
    "talks": Codes(plover="CONSULT", cameo="046"),
    "summit": Codes(plover="CONSULT", mode="multilateral", cameo="040"),
    "forum": Codes(plover="CONSULT", mode="multilateral", cameo="040"),
}
_SIGNED = Codes(plover="SUPPORT", cameo="057")
_INTENT_TO_COOPERATE = Codes(plover="AGREE", cameo="030")
_AGREEMENTS: dict[Action, Codes] = {
    "signed": _SIGNED,
    "adopted": _SIGNED,
    "extended": _SIGNED,
    "ratified": _SIGNED,
    "in_force": _SIGNED,
    "agreed": _INTENT_TO_COOPERATE,
    "planned": _INTENT_TO_COOPERATE,
    "terminated": Codes(plover="SANCTION", mode="withdraw", cameo="160"),
    "suspended": Codes(plover="SANCTION", mode="discontinue", cameo="160"),
}
_INTENT_TO_TRADE = Codes(plover="AGREE", cameo="0311")
_ECONOMIC = Codes(plover="COOPERATE", cameo="061")
_FIGURES: dict[Metric, Codes] = {
    "trade": _ECONOMIC,
    "exports": _ECONOMIC,
    "imports": _ECONOMIC,
    "investment": _ECONOMIC,
    "projects": _ECONOMIC,
    "share": _ECONOMIC,
    "debt": _ECONOMIC,
    "loan": Codes(plover="AID", mode="economic", cameo="071"),
    "aid": Codes(plover="AID", cameo="070"),
}


def codes(draft: Draft) -> Codes:
    """The codes of a draft; raises TypeError for a kind of draft that has none."""
    if isinstance(draft, MeetingDraft):
        return _meeting(draft)
    if isinstance(draft, AgreementDraft):
        return _AGREEMENTS[draft.action]
    if isinstance(draft, FigureDraft):
        return _INTENT_TO_TRADE if draft.target else _FIGURES[draft.metric]
    raise TypeError(f"no codes for {type(draft).__name__}")


def _meeting(draft: MeetingDraft) -> Codes:
    if draft.status == "planned":
        return _INTENT_TO_MEET
    if draft.status == "cancelled":
        return _REFUSAL_TO_MEET
    country = draft.place.country if draft.place else None
    if draft.format == "talks" and country and country not in draft.parties:
        return _THIRD_LOCATION
    return _MEETINGS[draft.format]
