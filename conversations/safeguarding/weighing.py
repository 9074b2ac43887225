"""Weighs what the rules found against the second opinion, and tells whom a text is about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from conversations.safeguarding.rules import Cue
from conversations.safeguarding.second_opinion import Opinion, Second
from conversations.safeguarding.signals import Level, Signals, Subject, Urgency

SECOND_OPINION = "second-opinion"
"""Stands among the rule ids where the second opinion raised the alarm, not a rule."""

_SUBJECTS = (Subject.PROFESSIONAL, Subject.CHILD, Subject.OTHER)
_WORRY = tuple(Opinion)
_ALARMS = frozenset({Opinion.SURE, Opinion.ALARM})


def the_most_worried(opinions: Iterable[Second]) -> Second:
    """Return the most worried of the opinions on one text's readings; unsure where there is none."""
    return min(opinions, key=lambda one: _WORRY.index(one.opinion), default=Second(Opinion.UNSURE))


def weighed(
    signals: Signals, second: Second, cues: Sequence[Cue], *, held_back: bool, may_lower: bool = True
) -> Signals:
    """Return the signals after the second opinion has been heard; `held_back` says that a guard silenced a rule,
    `may_lower` that no other language's rules found anything: of them it knows nothing.

    It raises the alarm by itself, against a guard ('he does not hit me') only where it is beyond doubt; and where it is
    quite sure that nothing is told and one rule alone says otherwise, that is answered with the quiet line only. It never
    lowers what two rules say, nor a sign of immediate danger.
    """
    alarm = second.opinion is Opinion.SURE if held_back else second.opinion in _ALARMS
    if alarm and not signals:
        return Signals(
            level=Level.FULL,
            categories=(second.category,),
            urgency=Urgency.IMMEDIATE if second.immediate else Urgency.HIGH,
            subject=subject_of(cue.subject for cue in cues),
            past=past_of(cues),
            rule_ids=(*signals.rule_ids, SECOND_OPINION),
            doubtful=True,
        )
    one_rule = len(signals.rule_ids) == 1 and signals.urgency is not Urgency.IMMEDIATE
    if may_lower and second.opinion is Opinion.HARMLESS and signals and one_rule:
        return replace(signals, level=Level.QUIET, urgency=Urgency.CONCERN)
    return signals


def subject_of(subjects: Iterable[Subject | None]) -> Subject:
    """Return whom a text is about: a professional's or parent's words tell more than 'my friend' does."""
    named = set(subjects)
    return next((subject for subject in _SUBJECTS if subject in named), Subject.SELF)


def past_of(cues: Iterable[Cue]) -> bool:
    """Whether a cue says that the text speaks of the past."""
    return any(cue.past for cue in cues)
