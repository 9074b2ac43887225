"""Whole days at several copies of Sayso over one database, made of a seed, against one perfect machine that never fails."""
