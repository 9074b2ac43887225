"""Whole talks, one a file: what a person did and all that followed. A change in one is reviewed as product text."""
