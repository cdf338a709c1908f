"""Damage: reports on one monument, their findings and factors, review, and the damage state that follows over time.

A report is a dated assessment; what was verified is never edited, a correction is a report that supersedes it. The
damage state of a monument is worked out from its verified reports by one rule, in `rules.py`.
"""
