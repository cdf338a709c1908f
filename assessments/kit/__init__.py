"""Tools without a domain noun: actor, errors, clock, ids, workflow, jobs, geometry, checksums, store, api, pages.

Everything above may use the kit; the kit knows nobody. A word of the field in here is a mistake.
"""
