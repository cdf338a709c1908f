"""Shared tools that know nothing of heritage: actor, errors, clock, ids, workflow, jobs, geometry, store, API base.

Every other package may import from here; this package imports none of them.
"""
