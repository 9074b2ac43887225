"""Tests of the pure engine: rules, states, properties of any talk."""
