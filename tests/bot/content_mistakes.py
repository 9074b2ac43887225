"""Mistakes that people make in content files: what they change, and what Sayso must say about it, and where.

Each is (file, the words as they are, the words with the mistake, the line reported counted from the first changed one,
words that the report must hold).
"""

from typing import NamedTuple


class Mistake(NamedTuple):
    """One slip: `offset` is the reported line, counted from the line where the slip begins."""

    file: str
    right: str
    wrong: str
    says: str
    offset: int = 0


NEXT = 'next = "Next"\n'
HARD = '[[questions]]\nid = "hard"\nkind = "free_text"\n'
LAST_OPTIONS = '{ id = "none", exclusive = true },\n  { id = "not_said", exclusive = true },\n]\n'

HAVENS = 'hours.visit = "always"\nplaces = ["all"]\n'
EVENINGS = 'hours.visit = { every_day = "18:00-23:00", bank_holidays = "as usual" }\n'

HOW_IT_IS_WRITTEN = {
    "a bracket is missing around a group's name": Mistake("en.toml", "[ask.age]\n", "[ask.age\n", "square bracket"),
    "a list is not closed": Mistake("script.toml", LAST_OPTIONS, LAST_OPTIONS[:-2], "closes the list", 1),
    "a comma is missing in a list": Mistake("script.toml", '{ id = "waiting" },', '{ id = "waiting" }', "comma"),
    "an age list is not closed": Mistake(
        "script.toml", '"10_12", "not_said"]\n', '"10_12", "not_said"\n', "closes the list"
    ),
    "the closing quote is missing": Mistake("en.toml", NEXT, 'next = "Next\n', "not closed"),
    "the opening quote is missing": Mistake("en.toml", NEXT, 'next = Next"\n', "straight quotes"),
    "both quotes are missing": Mistake("en.toml", NEXT, "next = Next\n", "straight quotes"),
    "the quotes are curly": Mistake("en.toml", NEXT, "next = “Next”\n", "straight quotes"),
    "there is a quote inside the words": Mistake("en.toml", NEXT, 'next = "Go "on""\n', "quote inside"),
    "a colon stands for the = sign": Mistake("en.toml", NEXT, 'next: "Next"\n', "= sign"),
    "there is a backslash in the words": Mistake("en.toml", NEXT, 'next = "Next \\ on"\n', "backslash"),
    "there is a hidden letter in the words": Mistake("en.toml", NEXT, 'next = "Ne\x07xt"\n', "hidden"),
    "true is written large": Mistake("script.toml", "places = true", "places = True", "true and false"),
    "the same name is there twice": Mistake("en.toml", NEXT, NEXT + NEXT, "twice", 1),
    "the same group is there twice": Mistake("en.toml", "[notice]\n", "[button]\n", "twice"),
    "a question's brackets are single": Mistake(
        "script.toml", HARD, HARD.replace("[[questions]]", "[questions]"), "[[questions]]"
    ),
}
"""Mistakes that keep the file from being read at all."""

KEEP = 'keep_until = "31 December 2028"\n'
KEPT = "We keep the answers until {keep_until}."

WHAT_IT_SAYS = {
    "nobody says until when answers are kept": Mistake("script.toml", KEEP, 'kept = "a while"\n', "until when answers are kept", -3),
    "the last day is not a day": Mistake("script.toml", KEEP, 'keep_until = "2028"\n', "31 December 2028"),
    "the days are not a number": Mistake("script.toml", KEEP, KEEP + 'keep_days = "a year"\n', "not a number of days", 1),
    "a text does not say until when": Mistake("en.toml", KEPT, "We keep the answers.", "Put {keep_until} into it"),
    "a language names another day": Mistake(
        "en-easy.toml", "[choice.together]\n", '[values]\nkeep_until = "31 December 2030"\n[choice.together]\n', "Name the same", 1
    ),
    "a text's name has a slip": Mistake("en.toml", NEXT, 'nxet = "Next"\n', "Did you mean 'button.next'?"),
    "a group's name has a slip": Mistake("en.toml", "[choice.check]", "[choice.chek]", "Did you mean 'choice.check.no'?", 1),
    "a text is empty": Mistake("en.toml", NEXT, 'next = ""\n', "empty"),
    "a text is a number": Mistake("en.toml", NEXT, "next = 1\n", "in quotes"),
    "a text stands in no group": Mistake("en.toml", "[language]\n", 'hello = "Hi"\n[language]\n', "[group]"),
    "a button is too long": Mistake("en.toml", NEXT, f'next = "{"Next " * 9}"\n', "40 letters or fewer"),
    "a message is too long": Mistake("en.toml", '"First, which of these are you?"', f'"{"Who are you? " * 24}"', "300 letters or fewer"),
    "nobody fills a place": Mistake("en.toml", "{minutes}", "{minuets}", "{minutes}"),
    "a place has no name": Mistake("en.toml", "{minutes}", "{}", "Nobody fills the place {}"),
    "a place is not closed": Mistake("en.toml", "{minutes}", "{minutes", "curly bracket"),
    "a place holds more than a name": Mistake("en.toml", "{minutes}", "{minutes:d}", "more than a name"),
    "a place that must be there is not": Mistake("en.toml", '"Call {name}"', '"Call them"', "{name}"),
    "everybody's text is missing": Mistake("en.toml", 'text = "How old are you?"', '16_17 = "How old are you?"', "everybody else", -1),
    "a group of readers has a slip": Mistake("en.toml", '10_12 = "What makes', '11_12 = "What makes', "Did you mean '10_12'?"),
    "a band has words it never gets": Mistake("en.toml", '10_12 = "What makes', 'under_10 = "What makes', "the words of '10_12'"),
    "two options have the same words": Mistake("en.toml", 'waiting = "I\'m waiting for it"', 'waiting = "Yes, in the past"', "same words"),
    "two commands have the same word": Mistake("en.toml", 'skip = "skip"', 'skip = "next"', "same words: next"),
    "the direction is wrong": Mistake("en.toml", 'direction = "ltr"', 'direction = "left"', '"rtl"'),
    "the language's code is a word": Mistake("en.toml", 'html = "en-GB"', 'html = "English"', "short code"),
    "the day of the check is no day": Mistake("en.toml", 'checked_on = ""', 'checked_on = "yesterday"', "2026-11-21"),
    "the day of the check is missing": Mistake("en.toml", 'checked_by = ""', 'checked_by = "A. Person"', "not when"),
    "a key of the language has a slip": Mistake("en.toml", 'html = "en-GB"', 'htlm = "en-GB"', "Did you mean 'html'?"),
}  # fmt: skip
"""Mistakes in the words."""

WHAT_IS_ASKED = {
    "the kind has a slip": Mistake("script.toml", '"many_of"', '"manyof"', "Did you mean 'many_of'?"),
    "the kind is missing": Mistake("script.toml", HARD, HARD.replace('kind = "free_text"\n', ""), "'kind' is missing"),
    "the id is missing": Mistake("script.toml", HARD, HARD.replace('id = "hard"\n', ""), "id is missing"),
    "the id is a sentence": Mistake("script.toml", 'id = "hard"', 'id = "What is hard?"', "cannot be an id"),
    "the id is Sayso's own": Mistake("script.toml", 'id = "hard"', 'id = "stopping"', "Sayso itself"),
    "the id is there twice": Mistake("script.toml", 'id = "hard"', 'id = "helps"', "Two questions"),
    "an option is there twice": Mistake("script.toml", '{ id = "waiting" }', '{ id = "before" }', "Two options"),
    "an option has no words": Mistake("en.toml", 'text = "Girl or', 'txet = "Girl or', "everybody else", -1),
    "an option is just a word": Mistake("script.toml", '{ id = "waiting" },', '"waiting",', "Write each as", -3),
    "an option's key has a slip": Mistake("script.toml", 'none", exclusive', 'none", exclusve', "Did you mean 'exclusive'?"),
    "a free text has options": Mistake("script.toml", HARD, HARD + 'options = [{ id = "a" }, { id = "b" }]\n', "no options", 3),
    "the audience is unknown": Mistake("script.toml", '"young_person"]\nnote', '"young_people"]\nnote', "Did you mean 'young_person'?"),
    "the audience is no list": Mistake("script.toml", '["young_person"]\nnote', '"young_person"\nnote', 'audiences = ["one", "two"]'),
    "the age band is unknown": Mistake("script.toml", '["10_12", "not_said"]', '["11_12", "not_said"]', "Did you mean '10_12'?"),
    "young people have no age bands": Mistake("script.toml", 'young_person = ["under_10", "10_12"', 'young_persn = ["under_10", "10_12"', "young_person"),
    "the rule for under 10 is unknown": Mistake("script.toml", 'under_10 = "together"', 'under_10 = "maybe"', "together"),
    "a question has an unknown key": Mistake("script.toml", 'section = "about_you"', 'secton = "about_you"', "Did you mean 'section'?"),
    "a flag is in quotes": Mistake("script.toml", "places = true", 'places = "yes"', "without quotes"),
    "the version is a number": Mistake("script.toml", 'version = "1"', "version = 1", 'version = "words"'),
    "a value is a number": Mistake("script.toml", 'minutes = "5"', "minutes = 5", 'minutes = "words"'),
    "the engagement's id has capitals": Mistake("script.toml", '"five-questions"', '"Five Questions"', "small letters"),
    "the default language has no file": Mistake("script.toml", 'default_language = "en"', 'default_language = "fr"', "no file fr.toml"),
    "the questions' name has a slip": Mistake("script.toml", HARD, HARD.replace("questions", "question"), "Did you mean 'questions'?"),
    "nobody is ever asked": Mistake("script.toml", HARD, HARD + 'audiences = ["professional"]\nage_bands = ["10_12"]\n', "Nobody is ever asked", 4),
    "a letter stands in a number to call": Mistake("helplines.toml", 'call = "0800 1111"\n', 'call = "0800 11I1"\n', "cannot be dialled"),
    "a remark stands beside a number to call": Mistake("helplines.toml", 'call = "116 123"\n', 'call = "116 123 or 116 124"\n', "cannot be dialled"),
    "a number to text has spaces": Mistake("helplines.toml", 'text = "85258 SHOUT"\n', 'text = "SHOUT to 85258"\n', "cannot be texted"),
    "a help line has no number": Mistake("helplines.toml", 'call = "999"\n', "", "no number", -2),
    "a help line's day is written out": Mistake("helplines.toml", '"2027-05-21"', '"21 May 2027"', "year, month and day"),
    "a help line is for an unknown place": Mistake("helplines.toml", HAVENS, HAVENS.replace('"all"', '"swael"'), "Did you mean 'swale'?", 1),
    "a help line is for all places and one": Mistake("helplines.toml", HAVENS, HAVENS.replace('"all"', '"all", "swale"'), "Keep one or the other", 1),
    "a help line's worry has a slip": Mistake("helplines.toml", '["eating"]', '["eatin"]', "Did you mean 'eating'?"),
    "a help line's key has a slip": Mistake("helplines.toml", "never_under_18 = true\nsource", "never_under18 = true\nsource", "Did you mean 'never_under_18'?"),
    "a help line's hours are words": Mistake("helplines.toml", EVENINGS, 'hours.visit = "evenings"\n', "bank_holidays"),
    "a help line's times are words": Mistake("helplines.toml", '"18:00-23:00"', '"6 pm to 11 pm"', "09:00-12:00, 13:00-17:00"),
    "a help line's time is no time": Mistake("helplines.toml", '"18:00-23:00"', '"18:00-23:70"', "no times of a day"),
    "a help line closes when it opens": Mistake("helplines.toml", '"18:00-23:00"', '"18:00-18:00"', "no times of a day"),
    "a help line's day has a slip": Mistake("helplines.toml", "{ every_day", "{ everyday", "Did you mean 'every_day'?"),
    "a help line forgets bank holidays": Mistake("helplines.toml", ', bank_holidays = "as usual"', "", "bank holidays"),
    "there are hours for a way that is not there": Mistake("helplines.toml", EVENINGS, EVENINGS.replace("visit", "chat"), "nothing to chat"),
    "a help line's address has no https": Mistake("helplines.toml", '"https://www.ceop', '"www.ceop', "https://"),
    "a help line is there twice": Mistake("helplines.toml", 'id = "nspcc"', 'id = "ceop"', "Two help lines"),
    "a check has no day": Mistake("helplines.toml", 'checked_by = ""', 'checked_by = "A. Person"', "not its checked_on"),
    "999 is not in the safe minimum": Mistake("helplines.toml", 'hours.call = "always"\nsafe_minimum = true\n', 'hours.call = "always"\n', "Add safe_minimum = true", -3),
    "another line is in the safe minimum": Mistake("helplines.toml", HAVENS, f"{HAVENS}safe_minimum = true\n", "these five alone", 2),
    "999 is for one place": Mistake("helplines.toml", 'call = "999"\n', 'call = "999"\nplaces = ["swale"]\n', "cannot have 'places'", 1),
    "999 is for some": Mistake("helplines.toml", 'call = "999"\n', 'call = "999"\naudiences = ["young_person"]\n', "for everybody", -2),
    "999 is not reached at night": Mistake("helplines.toml", 'hours.call = "always"\n', 'hours.call = { every_day = "09:00-17:00", bank_holidays = "closed" }\n', "at any hour", -3),
    "Childline leaves some children out": Mistake("helplines.toml", '["under_10", "10_12", "13_15", "16_17", "18_25", "not_said"]', '["under_10", "10_12", "18_25", "not_said"]', "13_15, 16_17"),
    "Childline is for grown-ups": Mistake("helplines.toml", 'audiences = ["young_person"]', 'audiences = ["professional"]', "must be for young people"),
    "a help line's sentence lacks its number": Mistake("en.toml", "for anyone: call {call}", "for anyone: call 116 123", "lacks the place {call}"),
    "a help line's sentence names a number it has not": Mistake("en.toml", "for anyone: call {call}", "for anyone: call {call} or {text_number}", "Nobody fills the place {text_number}"),
    "a district has no name": Mistake("places.toml", 'name = "Dover"\n', "", "'name' is missing", -2),
}  # fmt: skip
"""Mistakes in the script, the help lines and the places."""
