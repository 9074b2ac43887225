"""What the tests stand on: the services they talk to, and the word on what could not be tested."""
