"""The width of a 95 % interval, for every number that has one."""

from math import sqrt
from typing import Final

Z95: Final = 1.96  #: half of a 95 % interval, in standard deviations of a normal error
MDC_OF_SEM: Final = Z95 * sqrt(2)  #: smallest detectable change of two numbers, each with its error (Weir 2005)
