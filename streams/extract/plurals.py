"""Offices that several persons share: "the presidents of A and B"."""

from __future__ import annotations

PLURALS = (
    *("presidents", "premiers", "ministers", "leaders", "chancellors", "secretaries", "ambassadors", "kings"),
    *("counterparts", "envoys", "negotiators", "representatives", "chiefs", "generals", "commanders", "governors"),
    *("presidentes", "mandatarios", "ministros", "cancilleres", "secretarios", "embajadores", "colegas", "homólogos"),
    *("gobernantes", "presidentas", "ministras", "vicepresidentes", "viceministros", "gobernadores", "homólogas"),
)
_LONG = ("cancilleres", "embajadores", "gobernadores")
"""Those whose singular lacks two letters."""


def is_plural(office: str) -> bool:
    """Whether an office is several: "prime ministers", "heads of state", "jefes de Estado"; no "chargé d'affaires"."""
    first, *rest = office.split()
    last = rest[-1] if rest and not {"of", "de"} & set(rest) else first
    return first.endswith("s") or (last.endswith("s") and "'" not in last and "’" not in last)


def singular(office: str) -> str:
    """The office that one of several holds: one of `PLURALS` without its ending."""
    if office.endswith("ies"):
        return office[:-3] + "y"
    return office[: -2 if office.endswith(_LONG) else -1]
