"""Damage: reports on one monument, their findings and factors, review, and the damage state that follows over time.

A report is a dated assessment. A verified report is never edited; a correction is a new report that supersedes it. The
damage state of a monument is computed from its verified reports by one rule, in `rules.py`.
"""
