"""One language's rules made ready: reads a text once and says which rules hold after the guards have had their say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from conversations.reading import Problems, Source
from conversations.safeguarding.characters import plain
from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.guarding import Guards
from conversations.safeguarding.packed_rows import PackedRows, array_of, words_in
from conversations.safeguarding.patterns import PatternReader
from conversations.safeguarding.read_rows import Owner, ReadRows, grown, named_in, read_rows
from conversations.safeguarding.row_index import RowIndex
from conversations.safeguarding.row_search import Find, RowSearch
from conversations.safeguarding.rules import Cue, Guard, Rule, RuleSet
from conversations.safeguarding.signals import Level
from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.tokens import STOP, Cutter, Pieces, Tokens, pieces_of
from conversations.safeguarding.vocabulary import Vocabulary

MOST_WORK = 3_000
"""So much work, as `RowSearch` counts it, is spent on one text: an ordinary answer of 4,000 letters takes about as much."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one language's rules found in a text, and the text as they saw it.

    `held_back` says that a guard silenced a rule. Not `whole` where it was too long and thick to be read to its end.
    `work` is what it took, as `RowSearch` counts it.
    """

    full: tuple[Rule, ...] = ()
    quiet: tuple[Rule, ...] = ()
    cues: tuple[Cue, ...] = ()
    whole: bool = True
    tokens: Tokens | None = None
    held_back: bool = False
    work: int = 0


class LanguageDetector:
    """Reads texts with one language's rules; compiled once, unchanging, safe to share between threads."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        rule_set: RuleSet,
        sources: Mapping[str, tuple[Source, str]],
        problems: Problems,
        rows: ReadRows | None = None,
    ) -> None:
        """`rows` are what the patterns were read into before, if they were.

        `sources` says for each id where it stands, so that a pattern's mistake is noted in `problems` there.
        """
        speller = Speller(vocabulary)
        symbols = {plain(symbol): speller.words_of(words) for symbol, words in vocabulary.symbols.items()}
        turns = frozenset(word for turn in vocabulary.turns for word in speller.words_of(turn))
        compounds = compounds_of(vocabulary, speller)
        self._cutter = Cutter(speller, symbols, turns, compounds)
        owners: tuple[Owner, ...] = (*rule_set.guards, *rule_set.cues, *rule_set.rules)
        ours = turns | compounds.words
        if rows is None:
            read, owner_of = read_rows(owners, PatternReader(vocabulary, speller, compounds), sources, problems)
            named = named_in(read)
            speller.learn(named | ours)
            packed = PackedRows.of(grown(read, named, speller))
            index = RowIndex.of(packed, (STOP, *map(plain, vocabulary.common)))
            rows = ReadRows(packed, index, owner_of, array_of(sorted(named)))
        else:
            speller.learn(ours.union(words_in(rows.named)))
        self.rows = rows
        self._owners = tuple(map(without_texts, owners))
        self._search = RowSearch(rows.packed, rows.index)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of its rules."""
        return tuple(owner.id for owner in self._owners if isinstance(owner, Rule))

    @property
    def known(self) -> frozenset[str]:
        """Every word that is read without guessing."""
        return self._cutter.speller.known

    def tokens(self, text: str) -> Tokens:
        """Return the text as this language's rules see it."""
        return self._cutter.read(pieces_of(text))

    def read(self, text: str) -> Reading:
        """Return the rules that hold in a text, in full and quietly, and the cues about whom it speaks of."""
        return self.read_pieces(pieces_of(text))

    def read_pieces(self, cut: Pieces, most_work: int = MOST_WORK) -> Reading:
        """Do what `read` does with a text that was cut before, as it is for all languages."""
        tokens = self._cutter.read(cut)
        finds = self._search.find(tokens.words, most_work)
        by_owner: dict[int, list[Find]] = {}
        for find in finds.ends:
            by_owner.setdefault(int(self.rows.owner_of[find[0]]), []).append(find)
        owners = [(self._owners[number], found) for number, found in sorted(by_owner.items())]
        guards = Guards(
            tokens, finds, ((own, find) for own, found in owners if isinstance(own, Guard) for find in found)
        )
        left = [(own, guards.left(own, found)) for own, found in owners if isinstance(own, Rule)]
        return Reading(
            full=tuple(rule for rule, level in left if level is Level.FULL),
            quiet=tuple(rule for rule, level in left if level is Level.QUIET),
            cues=tuple(own for own, _ in owners if isinstance(own, Cue)),
            tokens=tokens,
            held_back=any(level is not rule.level for rule, level in left),
            whole=tokens.whole and finds.whole,
            work=finds.work,
        )

    def guarding(self, text: str) -> frozenset[str]:
        """Return the ids of the guards whose words stand in a text, whatever they hold back there."""
        finds = self._search.find(self.tokens(text).words, MOST_WORK)
        owners = (self._owners[self.rows.owner_of[row]] for row, _ in finds.ends)
        return frozenset(owner.id for owner in owners if isinstance(owner, Guard))


def compounds_of(vocabulary: Vocabulary, speller: Speller) -> Compounds:
    """Return the classes' entries of several words."""
    entries = (entry for entries in (*vocabulary.classes.values(), *vocabulary.same.values()) for entry in entries)
    return Compounds(speller.words_of(entry) for entry in entries if not entry.startswith("{"))


def without_texts(owner: Owner) -> Owner:
    """Return a rule, guard or cue without its patterns, which have become rows, and without its examples."""
    if isinstance(owner, Cue):
        return replace(owner, patterns=())
    return replace(owner, patterns=(), match=(), no_match=())
