"""What came through a form is staged whole, or leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from assessments.kit import staging
from assessments.kit.errors import Unavailable


@pytest.fixture
def folder(django_settings: Any, tmp_path: Path) -> Path:
    django_settings.STORE_ROOT = tmp_path
    django_settings.OBJECT_STORE = ""
    return tmp_path / "staging"


@pytest.mark.parametrize("size", [1, 1 << 18, (1 << 20) - 1, 1 << 20, 5_000_001])
def test_a_file_is_staged_byte_for_byte_with_its_digest(folder: Path, size: int) -> None:
    body = os.urandom(size)
    path, digest = staging.stage(io.BytesIO(body), size)
    assert path.read_bytes() == body
    assert digest == hashlib.sha256(body).hexdigest()


class Failing(io.BytesIO):
    """A temporary file whose disk fails after some bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 1 << 20:
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("file", [io.BytesIO(b"short"), Failing(os.urandom(3_000_000))], ids=["short", "failing"])
def test_one_that_cannot_be_read_to_its_end_is_refused_and_leaves_nothing(folder: Path, file: io.BytesIO) -> None:
    with pytest.raises(Unavailable):
        staging.stage(file, 3_000_000)
    assert list(folder.iterdir()) == []
