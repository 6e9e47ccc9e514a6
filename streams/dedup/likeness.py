"""When an article is a copy of another: a relation of the two alone.

Nothing here may look at other articles. Were likeness to depend on how common a passage is among what has
arrived so far, the links would depend on the order of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from streams.dedup.sketch import Sketch, overlap, present, shared
from streams.dedup.tokens import NUMBER
from streams.postings import Hashes

Kind = Literal["exact", "near", "shortened", "extended", "derived"]

# Chosen on 3,681 news texts of ten outlets with 124 labelled pairs of copies, where F1 stays above .93 for ENOUGH
# from .42 to .54, and on 20,000 official texts, many of them written to a pattern.
ENOUGH = 0.46  # of the shorter text's shingles
MOST = 0.7  # so much in common makes a copy even under a new lead
LEAD = 0.15  # of the lead's shingles: less of it in the earlier text, and the lead is new
OWN_ENOUGH = 0.65  # the same three for texts of one outlet, which more often follow up than copy each other
OWN_MOST = 0.8
OWN_LEAD = 0.5
SHORT = 24  # words: shorter texts are copies only where they are equal under titles that agree
NOTICE = 120  # words: what an outlet says again in so few, days later or under a title with other words, is news
LONG = 300  # shingles
FURNITURE = 150  # shingles: an outlet's own boilerplate is seldom longer
TITLE = 0.5  # of the shorter title's words: with less in common the titles are different
GROWN = 0.65  # an outlet's later text whose lead or title is new and that outgrows the earlier so far follows it up
RATIO = 0.8  # a copy with fewer of the original's words than this is a shortened one
AGAIN_DAYS = 2  # an outlet that prints its own text again, but for a word or two, does so at once
EXCHANGED = 2  # names: one may be a slip of the pen, put right
PATTERN = 0.15  # of the names: so many exchanged for others, and the texts tell of different things
TITLED_PATTERN = 0.08  # the same under titles that have much in common
SAME = 0.9  # of the shorter text's shingles, and no name exchanged: the same text even after days


@dataclass(frozen=True, slots=True)
class Portrait:
    """What of an article decides whose copy it is. `day` is the proleptic ordinal of its publication."""

    sketch: Sketch
    outlet: str | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a copy relates to its original, and the share of the shorter one that stands in both."""

    kind: Kind
    similarity: float

    @property
    def is_copy(self) -> bool:
        """False for an article that is derived from the earlier one and tells something new."""
        return self.kind != "derived"


def likeness(copy: Portrait, original: Portrait, days: int) -> Likeness | None:
    """How `copy`, which ranks after `original`, copies it or follows it up; None where it does neither.

    `days` is how far apart they may be published; an undated article may copy any. An article that repeats much
    of an earlier one under a new lead is derived from it: it tells something new, and reading it must not be
    left out.
    """
    apart = 0 if copy.day is None or original.day is None else abs(copy.day - original.day)
    if apart > days:
        return None
    new, old = copy.sketch, original.sketch
    same_outlet = copy.outlet == original.outlet
    equal = new.digest == old.digest and new.words == old.words > 0
    if min(new.words, old.words) < SHORT and not (equal and _titles_agree(new, old)):
        return None
    if equal:
        news = same_outlet and _is_news(new, old, apart)
        if new.words < SHORT:
            return None if news else Likeness("exact", 1.0)
        return Likeness("derived" if news else "exact", 1.0)
    common = overlap(new, old)
    if common < ENOUGH or (same_outlet and _made_alike(new, old, common)):
        return None
    similarity = round(common, 4)
    if _has_new_lead(new, old, common, same_outlet=same_outlet):
        return Likeness("derived", similarity)
    if same_outlet and (common < OWN_ENOUGH or _names_differ(new, old, common, apart)):
        return None
    if new.size < RATIO * old.size:
        return Likeness("shortened", similarity)
    return Likeness("extended" if old.size < RATIO * new.size else "near", similarity)


def _is_news(new: Sketch, old: Sketch, apart: int) -> bool:
    """Whether an outlet that says a notice again, word for word, tells of something else.

    Of a short notice the title may tell all. Of a longer one "will visit" becomes "arrived in" another day, over the
    same programme of the visit, and a meeting that is held every week has the same notice each time.
    """
    if new.words >= NOTICE:
        return False
    return apart > AGAIN_DAYS or ((apart > 0 or new.words < SHORT) and _has_other_title(new, old))


def _has_other_title(new: Sketch, old: Sketch) -> bool:
    """Whether each title has words that stand neither in the other nor among the names of its text."""
    return len(_lacking(new.title, old)) > 0 and len(_lacking(old.title, new)) > 0


def _titles_agree(one: Sketch, other: Sketch) -> bool:
    few, many = sorted((one.title, other.title), key=len)
    return shared(few, many) >= TITLE * len(few)


def _same_title(one: Sketch, other: Sketch) -> bool:
    return np.array_equal(one.title, other.title)


def _titles_exchange(new: Sketch, old: Sketch) -> bool:
    """Whether two titles are made to one pattern: much in common, but another number or another name.

    An editor's new wording of a title exchanges words too, but not such as stand in one of the texts only.
    """
    if not _titles_agree(new, old):
        return False
    if _has_other_number(new.title, old.title) and _has_other_number(old.title, new.title):
        return True
    added, left_out = _lacking(new.title, old), _lacking(old.title, new)
    return shared(added, new.names) > 0 and shared(left_out, old.names) > 0


def _has_other_number(title: Hashes, other: Hashes) -> bool:
    return bool((title[~present(title, other)] & NUMBER).any())


def _has_new_lead(new: Sketch, old: Sketch, common: float, *, same_outlet: bool) -> bool:
    """Whether the later text begins with what the earlier one does not tell, and is no mere copy for all that.

    Nor is an outlet's decree that takes in what its statement of the day before said.
    """
    grown = same_outlet and old.size < GROWN * new.size
    if grown and _has_other_title(new, old):
        return True
    lead = new.lead[new.lead <= old.threshold]
    told = shared(lead, old.marks) / len(lead) if len(lead) else 1.0
    if same_outlet:
        return told < OWN_LEAD if common < OWN_MOST else told < LEAD and grown
    return told < LEAD and common < MOST


def _made_alike(new: Sketch, old: Sketch, common: float) -> bool:
    """Whether two texts of one outlet share no more than its boilerplate, or titles made to one pattern."""
    little = common * min(new.size, old.size) < FURNITURE and not _same_title(new, old)
    return (little and (common < SAME or not _titles_agree(new, old))) or _titles_exchange(new, old)


def _names_differ(new: Sketch, old: Sketch, common: float, apart: int) -> bool:
    """Whether two texts of one outlet that share much tell of different things.

    Institutions write to a pattern: the readouts of two telephone calls differ in little but the names. Copies
    add names or leave some out; texts made to one pattern exchange them, so that each has names which the other
    lacks.
    """
    if len(_unshared(new.lead_names, old)) and len(_unshared(old.lead_names, new)):
        return True
    added, left_out = len(_unshared(new.names, old)), len(_unshared(old.names, new))
    if apart > AGAIN_DAYS:
        # Notices and schedules come again under one title, changed in little; a long story does not.
        same_story = min(new.size, old.size) >= LONG and _same_title(new, old)
        return common < SAME or (added + left_out > 0 and not same_story)
    part = TITLED_PATTERN if _titles_agree(new, old) else PATTERN
    return min(added, left_out) >= max(EXCHANGED, part * min(len(new.names), len(old.names)))


def _unshared(names: Hashes, other: Sketch) -> Hashes:
    """The names that stand neither in the other text nor in its title."""
    return _lacking(names[names <= other.names_threshold], other)


def _lacking(words: Hashes, other: Sketch) -> Hashes:
    return words[~(present(words, other.names) | present(words, other.title))]
