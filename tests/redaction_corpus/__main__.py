"""Prints how redaction does on the answers: `python -m tests.redaction_corpus [tuning|report] [--show]`."""

import sys

from conversations.redaction import redact
from tests.redaction_corpus.scoring import TODAY, read_answers, score, table

for half in ("tuning", "report"):
    if half in sys.argv or not {"tuning", "report"} & set(sys.argv):
        result = score((a for a in read_answers() if a.half == half), lambda a: redact(a.text, today=TODAY).text)
        sys.stdout.write(f"{half}\n{table(result)}\n\n")
        if "--show" in sys.argv:
            sys.stdout.write("\n".join(result.examples) + "\n\n")
