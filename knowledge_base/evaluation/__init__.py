"""Measuring search: labelled queries in, figures beside plain BM25 out."""
