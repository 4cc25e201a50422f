"""Ratings (好差评): how a case was handled, said once by its applicant after its end."""
