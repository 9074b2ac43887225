"""Pages for the adults: so far one, the page of an event, which tells the adult in the room of urgent help."""
