"""Tests of pages that look across."""
