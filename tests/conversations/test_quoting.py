"""Words of somebody else in a text of staff are found, and common words are not taken for them."""

import pytest

from conversations.quoting import quoted_run

ANSWER = "My nan waited with me, and nobody came\nfor three whole hours."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You said: my nan waited with me AND nobody came.", "my nan waited with me AND"),
        ("They told us 'nobody came for three whole hours'", "nobody came for three whole hours"),
        ("nobody came for three whole days", ""),
        ("You waited for hours and nobody came.", ""),
        ("It’s just too loud, you said", "It’s just too loud"),
        ("It is just too loud", ""),
        ("", ""),
    ],
)
def test_a_run_of_words_or_a_whole_short_message_is_a_quote(text: str, found: str) -> None:
    assert quoted_run(text, ["", "too long", "it's just too loud", ANSWER]) == found
