"""PLOVER and CAMEO codes of reports.

Sources: the PLOVER codebook (roots CONSULT, AGREE, SUPPORT, COOPERATE, AID, REJECT) and the CAMEO 1.1b3 manual.
"""

from __future__ import annotations

from schemas.report import Codes
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft

_MEETING_CAMEO = {"visit": "042", "talks": "046", "summit": "046", "call": "041", "forum": "046"}
_AGREEMENT = {
    "signed": ("SUPPORT", "057"),
    "adopted": ("SUPPORT", "057"),
    "extended": ("SUPPORT", "057"),
    "ratified": ("SUPPORT", "057"),
    "in_force": ("SUPPORT", "057"),
    "agreed": ("AGREE", "030"),
    "planned": ("AGREE", "030"),
    "terminated": ("REJECT", "128"),
    "suspended": ("REJECT", "128"),
}
_FIGURE = {"aid": ("AID", "070"), "loan": ("AID", "071")}


def codes(draft: Draft) -> Codes:
    """The codes of a draft: what an event coder in these ontologies would write down for it."""
    if isinstance(draft, MeetingDraft):
        mode = "phone" if draft.format == "call" else "visit" if draft.format == "visit" else "third-party"
        mode = mode if mode != "third-party" else None  # type: ignore[assignment]
        if draft.status == "planned":
            return Codes(plover="AGREE", mode="meet", cameo="036")
        if draft.status == "cancelled":
            return Codes(plover="REJECT", mode="meet", cameo="125")
        return Codes(plover="CONSULT", mode=mode, cameo=_MEETING_CAMEO[draft.format])
    if isinstance(draft, AgreementDraft):
        plover, cameo = _AGREEMENT[draft.action]
        return Codes(plover=plover, cameo=cameo)
    if isinstance(draft, FigureDraft):
        plover, cameo = _FIGURE.get(draft.metric, ("COOPERATE", "061"))
        return Codes(plover=plover, mode="economic", cameo=cameo)
    raise TypeError(f"no codes for {type(draft).__name__}")
