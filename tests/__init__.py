"""Sayso's tests."""
