"""Pictures beside texts, for those who read with them: which picture stands where, and what it shows in words.

NHS England's and Mencap's guides to Easy Read ask for one idea at a time with a picture that says the same beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conversations.pack_files import OWN_FOLDER
from conversations.reading import Problems, Source
from conversations.script import Script
from conversations.toml_files import read_file

PICTURES_FILE = "pictures.toml"
GROUPS = frozenset({"languages", "alt", "beside", "instead_of"})


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the name of its drawing, and what it shows, for whoever does not see it."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which pictures there are. `beside` maps a text's key to one picture for each of its lines.

    `languages` are those whose readers see them; `instead_of` maps a sign in an option's label to the drawing that takes
    its place, in every language.
    """

    languages: frozenset[str]
    beside: Mapping[str, tuple[Picture, ...]]
    instead_of: Mapping[str, str]

    def of(self, key: str, language: str) -> tuple[Picture, ...]:
        """Return the pictures beside a text in a language, one a line; none where it has none."""
        return self.beside.get(key, ()) if language in self.languages else ()

    def drawn(self, label: str) -> tuple[str, str, str]:
        """Return an option's label in three: what stands before its sign, the sign's drawing, what comes after.

        A label without such a sign is all words: the last of the three.
        """
        for sign, name in self.instead_of.items():
            before, found, after = label.partition(sign)
            if found:
                return before.strip(), name, after.strip()
        return "", "", label

    @property
    def names(self) -> frozenset[str]:
        """The names of all drawings that are asked for."""
        return frozenset({p.name for of in self.beside.values() for p in of} | set(self.instead_of.values()))


def load_pictures() -> Pictures:
    """Return the pictures of Sayso's own content. Raises ContentError with every mistake found in the file."""
    problems = Problems()
    pictures = read_pictures(read_file(OWN_FOLDER, PICTURES_FILE, problems), problems)
    problems.raise_if_any()
    return pictures


def read_pictures(source: Source, problems: Problems) -> Pictures:
    """Return what a file says of pictures; a picture without words for it is noted as a mistake."""
    problems.no_other_keys(source, "", source.data, GROUPS)
    said = problems.table(source, "alt", source.data.get("alt"))
    alt = {name: problems.text(source, f"alt.{name}", words, required=True) for name, words in said.items()}
    beside = {}
    for key, value in problems.table(source, "beside", source.data.get("beside")).items():
        names = problems.texts(source, f"beside.{key}", value)
        for name in names:
            if name not in alt:
                advice = f'Add a line {name} = "what it shows" under [alt], or use a name that is there.'
                problems.add(source, f"beside.{key}", f"'{name}' is no picture with words for it.", advice)
        beside[key] = tuple(Picture(name, alt.get(name, "")) for name in names)
    instead_of = problems.table(source, "instead_of", source.data.get("instead_of"))
    return Pictures(
        languages=frozenset(problems.texts(source, "languages", source.data.get("languages"))),
        beside=beside,
        instead_of={sign: problems.text(source, f"instead_of.{sign}", name) for sign, name in instead_of.items()},
    )


def out_of_step(pictures: Pictures, script: Script) -> Iterator[str]:
    """Yield each text of Sayso's own script whose lines and pictures are not as many, as `language: key.variant`.

    What a receipt, and a question, add to their words in lines of their own has one picture beside the whole.
    """
    for language in sorted(pictures.languages & script.languages.keys()):
        texts = script.languages[language].texts
        for key, beside in pictures.beside.items():
            for variant, words in texts.get(key, {}).items():
                whole = len(beside) == 1
                if variant != "telegram" and not whole and words.count("\n") + 1 != len(beside):
                    yield f"{language}: {key}.{variant}"
            if key not in texts:
                yield f"{language}: {key}"
