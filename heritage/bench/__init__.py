"""`make bench`: what the work costs, as ratios of a reference measured in the same run, on servers of its own.

Figures go to the screen and to `var/bench.json`. They are for people to read; no test depends on a time.
"""
