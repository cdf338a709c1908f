"""Conservation and recovery projects: plans, work packages, estimates as ranges, decisions bound to what was read.

Restoration is one track of a plan, first aid and shoring another. A decision is recorded as what it is: the advice of
a body is never shown as its approval.
"""
