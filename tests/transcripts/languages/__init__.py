"""Whole talks in which the language changes, in each phase: held with the packs that TALKED names."""
