"""Imports and exports: the World Heritage List, monuments from CSV and GeoJSON, evidence bundles (BagIt)."""
