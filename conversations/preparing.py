"""Works out beforehand what takes long at the start: see `conversations.prepared_files`."""

from collections.abc import Iterator

from conversations.bank_holidays import BANK_HOLIDAYS, YEARS, bank_holidays_of
from conversations.prepared_files import Arrays
from conversations.redaction.lexicon import LARGE, read_large_sets
from conversations.safeguarding.detector import TELLING, load_detector, nothing_ahead, rows_name


def all_that_can_be_prepared() -> Iterator[tuple[str, Arrays]]:
    """Yield everything with the name it is asked for by, worked out from the content as it is now.

    Raises ContentError where the safety net's rules have a mistake, OSError where a word list is gone.
    """
    yield BANK_HOLIDAYS, bank_holidays_of(YEARS)
    yield LARGE, read_large_sets().arrays()
    detector = load_detector(second_opinions=False, ahead=nothing_ahead)
    yield TELLING, detector.telling.arrays()
    for code in detector.codes:
        yield rows_name(code), detector.language(code).rows.arrays()
