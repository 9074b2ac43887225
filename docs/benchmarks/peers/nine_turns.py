"""What all peers ask, and what they are told by their environment: a talk of nine turns that stores seven answers."""

import os
from pathlib import Path

AGES = ("16_17", "18_25", "26_plus")
QUESTIONS = (
    "What helps you when things are hard?",
    "What makes it hard to get help?",
    "Who would you turn to first?",
    "What works well where you live?",
    "What would you change?",
)
ASK_CONSENT = "Five questions about getting help. May we keep your answers?"
ASK_AGE = "How old are you?"
ASK_SENDING = "That was the last one. Shall we keep what you wrote?"
REFUSED = "Fine, nothing was kept."
GOODBYE = "Thank you. Goodbye!"

CONSENT_BUTTONS = (("Yes", "consent:yes"), ("No", "consent:no"))
AGE_BUTTONS = tuple((age.replace("_", " "), f"age:{age}") for age in AGES)
SENDING_BUTTONS = (("Keep it", "sending:yes"),)

API_ROOT = os.environ.get("BENCH_API_ROOT", "")
TOKEN = os.environ.get("BENCH_TOKEN", "")
SECRET = os.environ.get("BENCH_WEBHOOK_SECRET", "")
PORT = int(os.environ.get("BENCH_PORT", "0"))
FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))
REDIS = os.environ.get("BENCH_REDIS", "")
STORE = os.environ.get("BENCH_STORE", "")
PATH = "/hook"
WEBHOOK = f"https://bot.example{PATH}"

STEPS = ("consent", "age", "question 1", "question 2", "question 3", "question 4", "question 5", "sending")

Buttons = tuple[tuple[str, str], ...]


def asked(step: str) -> tuple[str, Buttons]:
    """Return what is asked at a step, and the buttons below it."""
    match step:
        case "consent":
            return ASK_CONSENT, CONSENT_BUTTONS
        case "age":
            return ASK_AGE, AGE_BUTTONS
        case "sending":
            return ASK_SENDING, SENDING_BUTTONS
    return QUESTIONS[int(step.split()[1]) - 1], ()


def step_after(step: str) -> str:
    """Return the step behind this one, an empty one behind the last."""
    following = STEPS.index(step) + 1
    return STEPS[following] if following < len(STEPS) else ""
