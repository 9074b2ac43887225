"""How the pages that `--help` shows are set: paragraphs as wide as the terminal, examples as they were written."""

import argparse
import textwrap
from itertools import groupby


class HelpPages(argparse.HelpFormatter):
    """Fills paragraphs. Lines that are indented, such as examples, stay as they are, and empty lines stand between."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled: list[str] = []
        for is_paragraph, lines in groupby(text.splitlines(), _belongs_to_a_paragraph):
            if is_paragraph:
                filled.append(textwrap.fill(" ".join(lines), width, initial_indent=indent, subsequent_indent=indent))
            else:
                filled.extend(lines)
        return "\n".join(filled)


def _belongs_to_a_paragraph(line: str) -> bool:
    return bool(line) and not line.startswith(" ")
