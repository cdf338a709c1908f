"""Tests of pages that span packages."""
