"""History: who did what to which subject, when, through which channel, with the values before and after.

Entries are append-only and sealed; a sequencer moves them into a ledger with contiguous positions and chained hashes,
which is also the change feed. A subject is only a kind and an id: this package imports no domain package.
"""
