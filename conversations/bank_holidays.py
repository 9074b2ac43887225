"""Which days are bank holidays in England (Banking and Financial Dealings Act 1971, and proclamations since).

The library that knows them takes a tenth of a second and three megabytes to import; so those of the years around now are
worked out beforehand (`conversations/preparing.py`), and it is imported only for a day beyond them.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from importlib import import_module

import numpy as np

from conversations.prepared_files import Arrays, prepared

REMEMBERED_YEARS = 16
YEARS = range(2024, 2040)
"""Of these years they are prepared."""

BANK_HOLIDAYS = "bank-holidays"
"""The name they are prepared under."""


def is_bank_holiday(day: date) -> bool:
    """Whether services in England keep their bank-holiday hours: the day itself, and the weekday given for it."""
    found = _prepared()
    return day in (found if found and day.year in YEARS else _bank_holidays(day.year))


def bank_holidays_of(years: Iterable[int]) -> Arrays:
    """Return the bank holidays of some years as an array of days, counted from the first of January of year 1."""
    return {"days": np.array(sorted(day.toordinal() for year in years for day in _bank_holidays(year)), np.int32)}


@cache
def _prepared() -> frozenset[date]:
    arrays = prepared(BANK_HOLIDAYS)
    return frozenset(map(date.fromordinal, arrays["days"].tolist())) if arrays is not None else frozenset()


@lru_cache(maxsize=REMEMBERED_YEARS)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(import_module("holidays").country_holidays("GB", subdiv="ENG", years=year))
