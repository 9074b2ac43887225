"""Telegram's door: updates come in, turns are taken, messages go out. Who does what:

incoming    an update as it came -> who, where; updates -> what it means here, by the tables in kinds
handling    one update: its turn, what it says, an apology where it fails; chat_order keeps each chat's order
alert_chats staff chats that ask to be told of an event's alerts; telling tells them
replies     Reply -> messages, with splitting and keyboard
sending     gets a message out, as patiently as Telegram asks; pace keeps to how many a second there may be
clearing    takes the newest messages of a chat away, where somebody asks for that
polling     fetches updates; confirms them only when they are done with; standing_by lets one copy of Sayso do it
webhook     has updates delivered; says 200 only when they are done with
service     builds, starts and stops all of it; client with aiohttp_request, registering and quiet are its parts
"""
