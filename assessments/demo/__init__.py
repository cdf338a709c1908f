"""Demo data: Palmyra from 2015 to 2017, created through the product's own operations with the clock set to each date.

Facts carry their source. Every invented visit, plan, decision and clearance is labelled EXERCISE; the people are
fictional, and the photographs are generated drawings with a visible label.
"""
