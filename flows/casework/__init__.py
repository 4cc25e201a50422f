"""Beside a case: notes, similar cases, the applicant's history and credit; items and parks."""
