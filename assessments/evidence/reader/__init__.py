"""What reads hostile bytes, in a process of its own that nobody misses: see `isolation`. No Django, no database, no
clock.

formats     which of the six formats it is by content, or what it is instead
exif        the facts in EXIF (CIPA DC-008)
xmp, iptc   the facts in XMP (ISO 16684) and IPTC-IIM
metadata    all of them together: the complete set, the facts, the doubts
credentials content credentials (C2PA), detected and checked
pictures    pixels, upright and in sRGB, and the smaller pictures
likeness    a perceptual hash
photograph  one original read whole
tiles       the pyramid of a large one
masking     what was covered by hand
aligning    before laid upon after
turns       large pictures wait for each other
serving     the program that forks one process for each file
"""
