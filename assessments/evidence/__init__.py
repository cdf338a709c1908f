"""Photographs as evidence: the bytes as received, how they came, what the file says, what we derived, who had them.

Evidence knows places, never reports: whoever needs a photograph kept asks for a hold. Hostile bytes are parsed only
in a process under limits, and an original is never rewritten.
"""
