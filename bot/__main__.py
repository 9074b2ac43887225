"""Lets `python -m bot` do what `sayso` does."""

import sys

from bot.cli import main

sys.exit(main())
