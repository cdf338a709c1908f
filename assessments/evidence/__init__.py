"""Photographs and documents as evidence: originals, their metadata, derivatives, chain of custody and holds.

This package depends on the register, never on damage reports: a report that needs a photograph places a hold on it.
Untrusted files are parsed only in a process under resource limits, and an original is never rewritten.
"""
