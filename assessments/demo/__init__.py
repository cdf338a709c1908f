"""The demo: Palmyra from 2015 to 2017, told through the product's own operations at their own dates.

Facts carry their source. Every invented visit, plan, decision and clearance says EXERCISE; its people are fictional,
its photographs are drawn and say so in their pixels.
"""
