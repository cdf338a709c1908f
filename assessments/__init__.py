"""Zenobia's one app: damage to heritage sites, from the first photograph to the last approval.

Its packages are layers; each may import only those below it: desk, then exchange and sync (independent of each
other), restoration, damage, evidence, register, people, audit, and kit, which has no domain code.
"""
