"""What the codebooks of a release say: the columns and codes, and what was hidden by which rule."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.exports.codebook import Codebook, entries, question_entries
from storage.exports.wordings import Wordings
from storage.releases.coarsening import ladder
from storage.releases.contents import Contents, people_columns, words_columns
from storage.releases.ledger import ENDED, Release

SHAREABLE = "shareable"
WORDS_WITH = "words_with"

RELEASED = re.compile(r"([0-9]{1,9}), of everybody whose talk ended up to ([0-9-]{10}) and who is in no other one")
RULED = re.compile(r"(.{1,40}), with ([0-9]{1,9}) people at the most as too few")
"""The two sentences of a codebook that a release is read back from, where the ledger lost it."""

WARNING = (
    "People are hidden among others here, but words can tell who wrote them: somebody has to read them before this is "
    "given to others."
)


@dataclass(frozen=True, slots=True)
class Written:
    """The two data files of a release; `cut` is what their format could not hold."""

    people: str
    people_sha256: str
    people_rows: int
    words: str
    words_sha256: str
    words_rows: int
    cut: Sequence[str] = ()


def release_codebook(  # noqa: PLR0913, PLR0917 - all that there is to say of a release
    release: Release, made: Contents, written: Written, wordings: Wordings, content_hash: str, reason: str
) -> Codebook:
    """Return what the codebooks of a release say."""
    columns = people_columns(release.shown)
    until = release.until.isoformat()
    return Codebook(
        engagement=release.engagement,
        title=wordings.versions[0].wording["title"] if wordings.versions else "",
        kind=SHAREABLE,
        reason=reason,
        data_file=written.people,
        data_sha256=written.people_sha256,
        form="combination of characteristics; in the file of words, answer that may be quoted",
        exported_on=release.made_on,
        responses=str(made.total),
        rows=written.people_rows,
        statuses=ENDED,
        left_out={},
        filters=(),
        filtered_out=0,
        hidden=(*hidden(release, made), *written.cut),
        versions=wordings.versions,
        missing_versions=wordings.missing,
        warning=WARNING,
        more_facts=(
            ("release", f"{release.number}, of everybody whose talk ended up to {until} and who is in no other one"),
            ("rule", f"{release.rule}, with {release.threshold} people at the most as too few"),
            (WORDS_WITH, " ".join(release.shown.with_words)),
            ("words_file", f"{written.words}, {written.words_rows} rows, SHA-256 {written.words_sha256}"),
            ("content_sha256", content_hash),
        ),
        entries=entries((*columns, *words_columns(release.shown)), wordings),
        questions=question_entries(columns, wordings),
    )


def hidden(release: Release, made: Contents) -> Iterator[str]:
    """Give what is not in a release, and why."""
    steps = ", then ".join(
        f"{step.name} {'hidden' if step.becomes is None else 'wider'}" for step in ladder(release.shown.people)
    )
    yield f"a combination of characteristics is only there where more than {release.threshold} people share it"
    yield "numbers of people are to the nearest 5"
    yield f"where too few share a combination it is made coarser, in this order, until enough do: {steps}"
    yield "an answer is hidden where it would follow from all else that is known of somebody"
    yield f"nothing is told of {made.left_out} people, like whom there was nobody (* is a small number)"
    yield f"the words of {made.held_back} answers are held back, since too few writers were like theirs"
    yield "words are there only where their writer agreed to be quoted, once, with two characteristics at the most"
    yield "words about the person are not there"
    yield "not told of anybody: the event or link, the channel, the day, which answers belong together"
