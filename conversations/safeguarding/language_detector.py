"""One language's rules made ready: reads a text once and says which rules hold after the guards have had their say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conversations.reading import Problems, Source
from conversations.safeguarding.automaton import Automaton, first_place
from conversations.safeguarding.characters import plain
from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.patterns import Item, PatternError, PatternReader, Row
from conversations.safeguarding.rules import Cue, Guard, Rule, RuleSet, Scope
from conversations.safeguarding.signals import Level, Urgency
from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.stems import Kin, is_stem
from conversations.safeguarding.tokens import STOP, Cutter, Pieces, Tokens, pieces_of
from conversations.safeguarding.vocabulary import Vocabulary

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one language's rules found in a text, and the text as they saw it.

    `held_back` says that a guard silenced a rule. Not `whole` where it was too long and thick to be read to its end.
    """

    full: tuple[Rule, ...] = ()
    quiet: tuple[Rule, ...] = ()
    cues: tuple[Cue, ...] = ()
    whole: bool = True
    tokens: Tokens | None = None
    held_back: bool = False


class LanguageDetector:
    """Reads texts with one language's rules; compiled once, unchanging, safe to share between threads."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        rule_set: RuleSet,
        sources: Mapping[str, tuple[Source, str]],
        problems: Problems,
    ) -> None:
        """`sources` says for each id where it stands, so that a pattern's mistake is noted in `problems` there."""
        self.rule_set = rule_set
        speller = Speller(vocabulary)
        symbols = {plain(symbol): speller.words_of(words) for symbol, words in vocabulary.symbols.items()}
        turns = frozenset(word for turn in vocabulary.turns for word in speller.words_of(turn))
        compounds = compounds_of(vocabulary, speller)
        self._cutter = Cutter(speller, symbols, turns, compounds)
        reader = PatternReader(vocabulary, speller, self._cutter.joined)
        rows: dict[tuple[int, Row], None] = {}
        self._owners: tuple[Rule | Guard | Cue, ...] = (*rule_set.guards, *rule_set.cues, *rule_set.rules)
        for number, owner in enumerate(self._owners):
            for pattern in owner.patterns:
                try:
                    rows.update(dict.fromkeys((number, row) for row in reader.rows(pattern)))
                except PatternError as error:
                    source, path = sources[owner.id]
                    problems.add(source, path, f"'{owner.id}': {error}", "The pattern language is in the guide.")
        self._owner_of = tuple(number for number, _ in rows)
        named = frozenset(word for _, row in rows for item in row for word in item.words)
        speller.learn(named | turns | compounds.words)
        self.known = speller.known
        self._automaton = Automaton(
            grown([row for _, row in rows], named, speller), (STOP, *map(plain, vocabulary.common))
        )

    def tokens(self, text: str) -> Tokens:
        """Return the text as this language's rules see it."""
        return self._cutter.read(pieces_of(text))

    def read(self, text: str) -> Reading:
        """Return the rules that hold in a text, in full and quietly, and the cues about whom it speaks of."""
        return self.read_pieces(pieces_of(text))

    def read_pieces(self, cut: Pieces) -> Reading:
        """Do what `read` does with a text that was cut before, as it is for all languages."""
        tokens = self._cutter.read(cut)
        finds = self._automaton.find(tokens.words)
        whole = tokens.whole and finds.whole
        if not finds.ends:
            return Reading(whole=whole, tokens=tokens)
        by_owner: dict[int, list[tuple[int, int]]] = {}
        for row, end in finds.ends:
            by_owner.setdefault(self._owner_of[row], []).append((row, end))
        guards: list[tuple[Guard, Span]] = []
        cues: list[Cue] = []
        full: list[Rule] = []
        quiet: list[Rule] = []
        held_back = False
        for number, found in sorted(by_owner.items()):
            owner = self._owners[number]
            if isinstance(owner, Guard):
                guards += [(owner, self._span(tokens, row, end)) for row, end in found]
            elif isinstance(owner, Cue):
                cues.append(owner)
            else:
                level = self._level(tokens, owner, found, guards, certain=any(row in finds.often for row, _ in found))
                if level is Level.FULL:
                    full.append(owner)
                elif level is Level.QUIET:
                    quiet.append(owner)
                held_back = held_back or level is not owner.level
        return Reading(tuple(full), tuple(quiet), tuple(cues), whole, tokens, held_back)

    def guarding(self, text: str) -> frozenset[str]:
        """Return the ids of the guards whose words stand in a text, whatever they hold back there."""
        finds = self._automaton.find(self.tokens(text).words)
        owners = (self._owners[self._owner_of[row]] for row, _ in finds.ends)
        return frozenset(owner.id for owner in owners if isinstance(owner, Guard))

    def _span(self, tokens: Tokens, row: int, end: int) -> Span:
        return first_place(self._automaton.rows[row], tokens.words, end), end

    def _level(
        self,
        tokens: Tokens,
        rule: Rule,
        found: list[tuple[int, int]],
        guards: Sequence[tuple[Guard, Span]],
        *,
        certain: bool,
    ) -> Level:
        """Return the loudest level that one of a rule's finds is left with; a certain rule heeds no guard."""
        heeded = [(guard, span) for guard, span in guards if not guard.categories or rule.category in guard.categories]
        if not heeded or certain:
            return rule.level
        loudest = Level.NONE
        for row, end in found:
            level = left(tokens, rule, self._span(tokens, row, end), heeded)
            if level is rule.level:
                return level
            if level is Level.QUIET:
                loudest = level
        return loudest


def left(tokens: Tokens, rule: Rule, find: Span, guards: Sequence[tuple[Guard, Span]]) -> Level:
    """Return what the guards leave of one find of a rule."""
    level = rule.level
    sentence = tokens.sentences[find[1]]
    for guard, span in guards:
        if guard.scope is Scope.WORDS:
            holds = span[0] <= find[1] and find[0] <= span[1]
        else:
            reaches = rule.urgency is not Urgency.IMMEDIATE if guard.scope is Scope.BANTER else not rule.firm
            holds = reaches and tokens.sentences[span[1]] == sentence
        if holds:
            if guard.leaves is Level.NONE:
                return Level.NONE
            if guard.leaves is Level.QUIET:
                level = Level.QUIET
    return level


def compounds_of(vocabulary: Vocabulary, speller: Speller) -> Compounds:
    """Return the classes' entries of several words."""
    entries = (entry for entries in (*vocabulary.classes.values(), *vocabulary.same.values()) for entry in entries)
    return Compounds(speller.words_of(entry) for entry in entries if not entry.startswith("{"))


def grown(rows: Sequence[Row], named: Iterable[str], speller: Speller) -> list[Row]:
    """Return the rows with each item taking in all that its stems stand for, and words with something written onto them."""
    if not speller.has_affixes and not any(map(is_stem, named)):
        return list(rows)
    kin = Kin(speller.symbols, speller.bared)
    return [tuple(Item(kin.of(item.words), item.other, item.optional) for item in row) for row in rows]
