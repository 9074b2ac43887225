"""Which days are bank holidays in England (Banking and Financial Dealings Act 1971, and proclamations since)."""

from datetime import date
from functools import lru_cache

import holidays

REMEMBERED_YEARS = 16


def is_bank_holiday(day: date) -> bool:
    """Whether services in England keep their bank-holiday hours: the day itself, and the weekday given for it."""
    return day in _bank_holidays(day.year)


@lru_cache(maxsize=REMEMBERED_YEARS)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
