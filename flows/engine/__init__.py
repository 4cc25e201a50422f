"""The configurable process engine: diagrams that people draw, checked, run and kept."""
