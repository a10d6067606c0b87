"""The settings of a house whose push service is the stand-in on this machine. No house of anybody's can be set so."""

from roret.config.settings import *  # noqa: F403

PUSH_TO_LOOPBACK = True
