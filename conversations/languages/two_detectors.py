"""The two general detectors, made the same on every run: langdetect, seeded and told what to expect, and pycld2."""

from functools import cache

import pycld2
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from conversations.languages.letters import SHARED
from conversations.languages.word_files import profile_texts

SEED = 7
"""langdetect draws at random, so that without a seed it changes its mind between runs."""

FAVOUR = 4.0
"""How much likelier langdetect is told that the expected language is."""

SAME_IN_CLD = {"ku": "ckb"}
"""pycld2 has one code for all Kurdish; in Arabic letters, among those who write to us, it is Sorani."""


class _Seeded(DetectorFactory):  # type: ignore[misc]
    """A factory of our own: the library's shared one has no seed, and more languages than we tell apart."""

    seed = SEED


@cache
def _factory() -> DetectorFactory:
    factory = _Seeded()
    factory.load_json_profile(profile_texts(frozenset().union(*SHARED.values())))
    return factory


def by_langdetect(text: str, codes: frozenset[str], expected: str | None) -> dict[str, float]:
    """Return the share that langdetect gives each of these languages; nothing where it finds nothing to go by."""
    factory = _factory()
    known = sorted(codes.intersection(factory.langlist))
    if not known:
        return {}
    detector = factory.create()
    detector.set_prior_map({code: FAVOUR if code == expected else 1.0 for code in known})
    detector.append(text)
    try:
        return {found.lang: found.prob for found in detector.get_probabilities() if found.lang in codes}
    except LangDetectException:
        return {}


def by_cld(text: str, codes: frozenset[str]) -> dict[str, float]:
    """Return the share of the text that pycld2 takes for each of these languages."""
    try:
        _, _, found = pycld2.detect(text, isPlainText=True, bestEffort=True)
    except pycld2.error:
        return {}
    shares = {SAME_IN_CLD.get(code, code): share / 100 for _, code, share, _ in found}
    return {code: share for code, share in shares.items() if code in codes}
