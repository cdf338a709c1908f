"""History: who did what to which thing, when, through which door, before and after.

Entries are append-only and sealed; a sequencer moves them into a ledger whose positions are contiguous and whose
hashes chain, and that ledger is also the change feed. Audit knows nobody: its subject is a kind and an id.
"""
