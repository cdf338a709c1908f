"""What comes in and goes out: the World Heritage List, and later CSV, GeoJSON, PDF, BagIt, IIIF."""
