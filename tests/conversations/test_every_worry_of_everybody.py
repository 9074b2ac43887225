"""Each kind of worry, told by each audience, of each age, through each door: heard at once, with fitting help."""

from itertools import product

import pytest

from conversations import load_script
from conversations.inbound import Picked
from conversations.people import AgeBand, Audience, Channel
from conversations.safeguarding import Category, Urgency, detect
from conversations.state import Phase
from conversations.turn import HoldWords, Tone
from tests.support.talk import AGREEING, Talk

SCRIPT = load_script()

TOLD = {
    Category.SUICIDE: "i dont want to be alive any more",
    Category.SELF_HARM: "i cut my arms when it gets too much",
    Category.ABUSE_PHYSICAL: "my stepdad hits me with his belt",
    Category.ABUSE_EMOTIONAL: "my mum tells me every day that im worthless and she wishes i was never born",
    Category.ABUSE_SEXUAL: "my uncle touches me and says its our secret",
    Category.NEGLECT: "theres never any food at home and mum leaves us alone for days",
    Category.EXPLOITATION: "he makes me send pics and says he will post them",
    Category.DOMESTIC_VIOLENCE: "my dad hits my mum and i hide with my sister",
    Category.EATING: "i make myself sick after every meal",
    Category.RUNNING_AWAY: "i ran away and im sleeping in the park",
    Category.BULLYING: "they beat me up every day after school and film it",
    Category.IMMEDIATE_DANGER: "hes outside my room with a knife please help",
    Category.WORRY_ABOUT_OTHER: "im really worried about my friend she says she wants to die",
}


def people() -> list[tuple[Channel, Audience, AgeBand | None]]:
    """Everybody who may reach the questions through a door: on Telegram nobody under 16."""
    found: list[tuple[Channel, Audience, AgeBand | None]] = []
    for channel, audience in product((Channel.WEB, Channel.TELEGRAM), Audience):
        bands: tuple[AgeBand | None, ...] = SCRIPT.age_bands.get(audience) or (None,)
        found += [(channel, audience, band) for band in bands if may_go_on(channel, audience, band)]
    return found


def may_go_on(channel: Channel, audience: Audience, band: AgeBand | None) -> bool:
    return asked_first(channel, audience, band).state.phase is Phase.QUESTION


def asked_first(channel: Channel, audience: Audience, band: AgeBand | None) -> Talk:
    """Return the talk of somebody at the first question, as far as their age lets them."""
    talk = Talk(SCRIPT, channel).start().press(f"audience:{audience.value}")
    if talk.state.phase is Phase.AGE and band is not None:
        talk.press(f"age:{band.value}")
    for phase in (Phase.TOGETHER, Phase.TELEGRAM_AGE, Phase.PERMISSION):
        if talk.state.phase is phase:
            talk.do(Picked(phase.value, "yes"))
    if talk.state.phase is Phase.CHECK:
        talk.press(*AGREEING)
    return talk


PEOPLE = people()


def test_all_audiences_and_ages_that_may_take_part_are_among_them() -> None:
    assert {audience for _, audience, _ in PEOPLE} == set(Audience)
    assert {band for channel, _, band in PEOPLE if channel is Channel.WEB} >= set(AgeBand)
    assert not any(
        band in {AgeBand.UNDER_10, AgeBand.AGE_10_12, AgeBand.AGE_13_15}
        for c, _, band in PEOPLE
        if c is Channel.TELEGRAM
    )


@pytest.mark.parametrize("category", Category)
def test_a_worry_is_heard_as_what_it_is(category: Category) -> None:
    signs = detect(TOLD[category])
    assert signs
    assert category in signs.categories or category is Category.WORRY_ABOUT_OTHER


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: "-".join(part.value if part else "any" for part in who))
def test_whoever_tells_it_is_answered_at_once_with_help_for_them_and_keeps_their_place(
    who: tuple[Channel, Audience, AgeBand | None], category: Category
) -> None:
    _, audience, band = who
    talk = asked_first(*who)
    place = talk.state.position
    talk.say(TOLD[category])
    said = talk.replies[0]
    assert said.tone is Tone.SIGNPOST
    assert "999" in said.text
    assert "Nobody reads this live" in said.text
    assert ("0800 1111" in said.text) == (
        (audience is Audience.YOUNG_PERSON and band is not AgeBand.AGE_26_PLUS) or is_under_19(band)
    )
    assert "parent" not in said.text.lower()
    assert talk.state.position == place
    assert [effect for effect in talk.effects if isinstance(effect, HoldWords)]
    if detect(TOLD[category]).urgency is Urgency.IMMEDIATE:
        assert said.text.index("999") < len(said.text) / 2


def is_under_19(band: AgeBand | None) -> bool:
    return band in {AgeBand.UNDER_10, AgeBand.AGE_10_12, AgeBand.AGE_13_15, AgeBand.AGE_16_17}
