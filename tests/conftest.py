"""Settings of all tests: machines are shared and noisy, so no example of a property is timed."""

from hypothesis import HealthCheck, settings

settings.register_profile("descent", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("descent")
