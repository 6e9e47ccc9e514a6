"""The language of a body of text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 600  # characters; more do not change the answer on prose
_CLEAR = 0.22  # share of function words that no other language's prose reaches; news prose has 0.25 to 0.45
_AMPLE = 0.12  # share that confirms the language that a producer states
_AHEAD = 2.0  # how many times the runner-up's share the winner needs
_SURE, _LIKELY = 0.9, 0.5  # probabilities of the model that overrule a stated language, that are worth saying
_FEW, _SOME = 5, 20  # words below which shares mean nothing, below which the model does not overrule
_TAG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_WORD = re.compile(r"[^\W\d_]+")


def _load() -> tuple[tuple[str, ...], dict[str, frozenset[str]]]:
    data = tomllib.loads(files("streams.intake").joinpath("data/languages.toml").read_text("utf-8"))
    return tuple(data["known"]), {lang: frozenset(words) for lang, words in data["words"].items()}


_KNOWN, _WORDS = _load()


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_KNOWN)
    return identifier


def load() -> None:
    """Read the model (about half a second), so that no article waits for it."""
    _identifier()


def primary_tag(tag: str | None) -> str | None:
    """The primary language of a BCP 47 tag ("en-GB", "pt_BR"), lower case; None where `tag` is none."""
    found = _TAG.match(tag.strip()) if tag else None
    return found[0].lower() if found else None


def language_of(body: str, given: str | None = None) -> str:
    """BCP 47 primary tag of `body`; "und" where there is nothing to go by.

    Function words decide plain prose; where they are few (lists, capitals, other languages) a naive Bayes model
    over byte n-grams does (Lui & Baldwin 2012, langid.py; here py3langid). The `given` language stands unless
    function words or a sure model contradict it.
    """
    sample = body[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    number = len(words)
    stated = primary_tag(given)
    if number >= _FEW:
        if stated in _WORDS and _share(words, stated) >= _CLEAR:
            return stated
        shares = {lang: _share(words, lang) for lang in _WORDS}
        first, second = sorted(shares.values(), reverse=True)[:2]
        if stated and _AMPLE <= shares.get(stated, 0.0) == first:
            return stated
        if first >= _CLEAR and first >= _AHEAD * second:
            return next(lang for lang, share in shares.items() if share == first)
    if not number:
        return stated or "und"
    guess, sureness = _identifier().classify(sample)
    if stated and (sureness < _SURE or number < _SOME):
        return stated
    return str(guess) if sureness >= _LIKELY or number >= _FEW else "und"


def _share(words: Sequence[str], lang: str) -> float:
    return sum(map(_WORDS[lang].__contains__, words)) / len(words)
