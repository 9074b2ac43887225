"""What can go wrong in the program around the conversation, as one small tree.

    BotError
    ├── SettingsError     a setting is wrong: its name, what is wrong, what to write instead
    ├── CallError         a command was called with something that cannot be; the message says what to write
    └── StartError        Sayso cannot start or go on; the message says what to do

No message holds a word that a person wrote, an address or a secret's value.
"""


class BotError(Exception):
    """The root: the command line shows its message and exits with 1."""


class SettingsError(BotError):
    """A setting cannot be used."""


class CallError(BotError):
    """What a command was asked for cannot be; it exits with 2, as for words that are off."""


class StartError(BotError):
    """Something outside the settings stops Sayso from starting."""
