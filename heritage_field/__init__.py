"""heritage-field: a field client on the command line, for days offline and bad lines.

It knows the server from its documentation alone (`docs/sync.md`) and imports nothing of it. Everything stands in one
SQLite file: a copy of what one may see, and an outbox that keeps each operation until the server has acknowledged it.
One tablet serves several people: each operation goes out with the token of its own author.
"""

__version__ = "1.0"
