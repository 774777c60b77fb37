"""Engines that run work: in this process, in several processes of this machine, or on a Dask cluster.

An engine is a function that takes a job and its items and yields outcomes in any order. Choose one with `serial()`,
`local(workers)` or `cluster(address)`; the outcomes are the same.
"""

from dorsi.engines.dask_cluster import cluster
from dorsi.engines.engine import Engine, Hear, Job, Lost, Tell, serial, silent
from dorsi.engines.processes import local

__all__ = ["Engine", "Hear", "Job", "Lost", "Tell", "cluster", "local", "serial", "silent"]
