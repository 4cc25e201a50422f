"""Journeys, one module each: what one citizen does from beginning to end."""
