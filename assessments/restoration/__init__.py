"""Conservation and recovery projects: plans, work packages, estimates as ranges, decisions bound to what was read.

Restoration is one track of a plan, first aid and shoring another. We record what a body decided; we never say that a
body approved what it only advised on.
"""
