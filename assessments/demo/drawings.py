"""Generates labelled placeholder photographs with valid EXIF, and a placeholder certificate."""

from __future__ import annotations

import io
import random
from datetime import datetime

from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

SIZE = (1600, 1067)
SKY, SAND, STONE, SHADE, INK = "#b9cfd8", "#d9c49a", "#c9ad7c", "#8f7448", "#2a2118"


def photograph(title: str, taken: datetime, place: tuple[float, float] | None, seed: int, *, fallen: bool) -> bytes:
    """A JPEG of columns standing or fallen, marked as drawn; `taken` is local time at UTC+3."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    rng = random.Random(seed)  # noqa: S311 - drawing, not cryptography
    pen.ellipse((1250, 80, 1390, 220), fill="#efe2b8")
    pen.polygon([(0, 640), (500, 560), (1000, 640), (1600, 540), (1600, 1067), (0, 1067)], fill=SAND)
    for index in range(7):
        _column(pen, 150 + index * 205, rng, lies=fallen and rng.random() < 0.75)
    for _each in range(60 if fallen else 8):
        x, y, size = rng.randint(20, 1560), rng.randint(820, 1040), rng.randint(8, 42)
        pen.polygon(
            [(x, y), (x + size, y - size // 2), (x + size + 8, y + size // 3), (x + 4, y + size // 2)], fill=SHADE
        )
    font = ImageFont.load_default(44)
    pen.rectangle((0, 0, SIZE[0], 66), fill=INK)
    pen.text((24, 8), "DRAWN BY A PROGRAM FOR AN EXERCISE. NOT A PHOTOGRAPH.", fill="white", font=font)
    pen.rectangle((0, SIZE[1] - 62, SIZE[0], SIZE[1]), fill=INK)
    pen.text((24, SIZE[1] - 56), title, fill="white", font=font)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=84, exif=_exif(taken, place))
    return out.getvalue()


def _column(pen: ImageDraw.ImageDraw, x: int, rng: random.Random, *, lies: bool) -> None:
    height = rng.randint(380, 470)
    if lies:
        y = 850 + rng.randint(-30, 60)
        pen.polygon([(x, y), (x + 190, y - 40), (x + 200, y + 6), (x + 10, y + 46)], fill=STONE, outline=SHADE)
        pen.rectangle((x - 18, 760, x + 62, 800), fill=SHADE)
        return
    pen.rectangle((x, 800 - height, x + 58, 800), fill=STONE, outline=SHADE)
    pen.rectangle((x - 14, 786 - height, x + 72, 806 - height), fill=STONE, outline=SHADE)
    pen.rectangle((x - 16, 786, x + 74, 812), fill=SHADE)
    for groove in (16, 30, 44):
        pen.line((x + groove, 812 - height, x + groove, 784), fill=SHADE, width=2)


def _exif(taken: datetime, place: tuple[float, float] | None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Zenobia", "Drawing program", "Zenobia demo"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = taken.strftime("%Y:%m:%d %H:%M:%S"), "+03:00"
    if place:
        longitude, latitude = place
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N" if latitude >= 0 else "S", _sexagesimal(abs(latitude))
        gps[3], gps[4] = "E" if longitude >= 0 else "W", _sexagesimal(abs(longitude))
        gps[16], gps[17] = "T", IFDRational(225, 1)
    return exif


def _sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    seconds = round((degrees - whole - minutes / 60) * 3600 * 100)
    return IFDRational(whole, 1), IFDRational(minutes, 1), IFDRational(seconds, 100)


def certificate(number: str) -> bytes:
    """A one-page PDF that says it certifies nothing."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, 1180, 1694), outline=INK, width=6)
    lines = [
        "EXERCISE",
        "not a clearance of any authority",
        "",
        f"Certificate {number}",
        "made by a program for a demo",
    ]
    for index, line in enumerate(lines):
        pen.text((140, 200 + index * 110), line, fill=INK, font=ImageFont.load_default(56))
    out = io.BytesIO()
    page.save(out, "PDF")
    return out.getvalue()
