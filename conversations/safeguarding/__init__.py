"""The safety net's ear: reads a sentence for signs of risk with rules that a safeguarding lead can read and edit."""

from conversations.safeguarding.detector import Detector, default_detector, detect, load_detector
from conversations.safeguarding.heard_badly import heard_badly, weak_languages
from conversations.safeguarding.signals import Category, Level, Signals, Subject, Urgency

__all__ = [
    "Category",
    "Detector",
    "Level",
    "Signals",
    "Subject",
    "Urgency",
    "default_detector",
    "detect",
    "heard_badly",
    "load_detector",
    "weak_languages",
]
