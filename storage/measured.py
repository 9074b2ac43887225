"""Where storage says how long it took: one port, so that whoever shows numbers need not be known here."""


class Watch:
    """Told of every read and write of a turn, and of every commit that turns share. This one takes no notice.

    Whoever wants the numbers makes a class of their own out of it; none of its methods may raise or wait.
    """

    def database(self, kind: str, seconds: float) -> None:
        """Note that one read or write took so long, waiting included. `kind` is read or write."""

    def batch(self, size: int) -> None:
        """Note how many turns one commit holds."""
