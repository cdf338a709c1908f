"""Zenobia's one app: damage to heritage sites, from the first photograph to the last approval.

Its packages are storeys; each may import only those below it: desk, then exchange and sync (strangers to each
other), restoration, damage, evidence, register, people, audit, and kit, which knows no noun of the field.
"""
