"""Each kind of identifying words, and the words beside it that have to stay."""

import pytest

from conversations.redaction import redact
from tests.redaction_corpus.scoring import TODAY

TAKEN_OUT = [
    ("postcode is TN24 8 AB", "postcode is [postcode]"),
    ("we stay at room 12 the napier hotel", "we stay at [address]"),
    ("gamertag Toxic Tyrone99", "gamertag [account]"),
    ("sunny at gmail.com", "[email]"),
    ("sir peters shouts at us", "[name] shouts at us"),
    ("signed by t. baker", "signed by [name]"),
    ("frank my stepdad shouts", "[name] my stepdad shouts"),
    ("faith in my class is mean", "[name] in my class is mean"),
    ("my mate drake", "my mate [name]"),
    ("romeo hit me", "[name] hit me"),
    ("liam from liverpool", "[name] from liverpool"),
    ("me and jake and ed sheeran songs", "me and [name] and ed sheeran songs"),
    ("ਮੇਰਾ ਭਰਾ ਮਨਜੋਤ ਸਮਝਦਾ ਹੈ", "ਮੇਰਾ ਭਰਾ [name] ਸਮਝਦਾ ਹੈ"),
    ("doamna popa este bună", "doamna [name] este bună"),
    ("ring me on 07700 900123", "ring me on [phone]"),
    ("+44 7700 900123", "[phone]"),
    ("oh seven seven double oh nine double oh one two three", "[phone]"),
    ("my nhs number is 943 476 5919", "my nhs number is [nhs number]"),
    ("nhs no 943 476 5910", "nhs no [nhs number]"),
    ("tayo at gmail dot com", "[email]"),
    ("b.jones@medway.gov.uk", "[email]"),
    ("see https://youtu.be/abc", "see [link]"),
    ("dob 3rd may 2009", "dob [date of birth]"),
    ("im 14 on the 3rd june", "im 14 on the [date of birth]"),
    ("12/03/2011", "[date of birth]"),
    ("i live in me7 4ab", "i live in [postcode]"),
    ("my postcode is me7", "my postcode is [postcode]"),
    ("we live at 14 high street", "we live [address]"),
    ("i live on beechwood avenue", "i live on [address]"),
    ("case number 448291", "case number [number]"),
    ("GX19 KLM", "[number]"),
    ("toby#0001 on discord", "[account] on discord"),
    ("insta: moonlit.tears", "insta: [account]"),
    ("my snap is sunflowergirl", "my snap is [account]"),
    ("i go to fort pitt", "i go to [school]"),
    ("at wilmington grammar school for girls", "at [school]"),
    ("i told miss b", "i told [name]"),
    ("my brother tom", "my brother [name]"),
    ("kai's house", "[name]'s house"),
    ("sarah o'neill", "[name]"),
    ("k.a.y.l.e.i.g.h", "[name]"),
    ("My friend Hope is nice", "My friend [name] is nice"),
    ("nazywam się Tomasz Wiśniewski", "nazywam się [name]"),
    ("мене звати Олена", "мене звати [name]"),
    ("اسمي أحمد", "اسمي [name]"),
    ("نام من نرگس است", "نام من [name] است"),
    ("mă numesc Andreea", "mă numesc [name]"),
    ("je m'appelle Aminata", "je m'appelle [name]"),
    ("unë quhem Arbër", "unë quhem [name]"),
    ("tên tôi là Linh", "tên tôi là [name]"),
    ("benim adım Elif", "benim adım [name]"),
    ("ਮੇਰਾ ਨਾਮ ਸਿਮਰਨ ਹੈ", "ਮੇਰਾ ਨਾਮ [name] ਹੈ"),
    ("मेरो नाम सुनिता हो", "मेरो नाम [name] हो"),
    ("ስመይ ዮናስ እዩ", "ስመይ [name] እዩ"),
]

STAYS = [
    "mum's fella shouts at the telly", "someone drew on my face", "my dad will hit me", "my uncle headbutted me", "the anorexia helpline",
    "in 11, had the row", "dad smashes the house up", "mums gonna end my life", "i need a flat now", "befor school", "new year's eve at thorpe park",
    "صعب نوصل للعيادة", "po vdes për një byrek me spinaq tash",
    "i looked at mind.org.uk", "listening to dave and central cee", "nick and charlie in heartstopper", "elsa from frozen is me", "joss bay",
    "April and June are exam time", "rochester high street", "i wanted to jack it in", "mario kart", "drake on repeat", "place2be at school",
    "mẹ luôn lắng nghe em", "the leas in folkestone", "me7 4 to 5", "i live in a hotel", "room 101", "jade green walls", "eid mubarak",
    "childline 0800 1111, 999, 111 and 116 123", "text shout to 85258", "will it help, may i hope", "my mate will always be there",
    "grace period", "mark my words", "CAMHS and Kooth in Medway", "year 10 is hard", "im 15", "my mum and dad", "miss said no", "i miss school",
    "on 12/09/2024 they cancelled", "friday may 3rd", "from 10.30 - 11.30", "2023-2024", "childline.org.uk and kooth.com", "i went home.it was bad",
    "up the high street", "in sixth form at my school", "st martins hospital", "the me7 area", "in gillingham and dover", "ed sheeran songs",
    "my snap is private", "self_harm support", "they may mark us", "100000000 times", "є надія", "umut var", "أحتاج إلى الأمل والسلام", "it was at 4pm",
    "one two three four five six seven eight nine ten", "[name] at [school]",
]  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), TAKEN_OUT)
def test_identifying_words_are_taken_out(written: str, kept: str) -> None:
    assert redact(written, today=TODAY).text == kept


@pytest.mark.parametrize("written", STAYS)
def test_words_that_only_look_identifying_stay(written: str) -> None:
    assert redact(written, today=TODAY).text == written


@pytest.mark.parametrize("written", ["MY BROTHER TOM", "my brother tom", "My Brother Tom"])
def test_small_and_capital_letters_make_no_difference(written: str) -> None:
    assert "tom" not in redact(written).text.lower()


def test_a_number_that_only_begins_like_a_helpline_goes() -> None:
    assert redact("999 476 5919").text != "999 476 5919"
    assert redact("0800 1111 222").text != "0800 1111 222"
