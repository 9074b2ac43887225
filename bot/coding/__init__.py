"""Pages for analysts and leads: code frames, coding, agreement, searching, hiding by hand, quotes that may be used."""
