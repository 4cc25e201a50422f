"""What locust runs: `python -m locust -f load_tests/locustfile.py`, or `make load`."""

from load_tests.scenarios.main_journey import MainJourney

__all__ = ["MainJourney"]
