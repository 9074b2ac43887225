"""Receipts on every channel: their words, how often they may be tried, what they open."""
