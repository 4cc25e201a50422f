"""Devices of halls: how they enrol, prove themselves, and are told what to do."""
