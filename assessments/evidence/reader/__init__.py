"""Parsers of untrusted files, run in a disposable process (see `isolation`). No Django, no database, no clock.

formats     detection of the six supported formats by content
exif        EXIF (CIPA DC-008)
xmp, iptc   XMP (ISO 16684) and IPTC-IIM
metadata    all metadata combined: the complete set, the facts, the doubts
credentials content credentials (C2PA), detected and verified
pictures    decoding, upright and in sRGB, and the derivatives
likeness    perceptual hash
photograph  everything about one original
tiles       tile pyramid of a large photograph
masking     masked derivatives
aligning    alignment of before/after pairs
sentences   translatable messages
memory_lock one large picture at a time
forkserver  the program that forks one process for each file
"""
