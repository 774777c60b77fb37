"""Where work runs: in this process, in processes of this machine, or on a Dask cluster.

An engine is one function: a job and its items in, outcomes out, in any order. Choose where with `serial()`,
`local(workers)` or `cluster(address)`; the outcomes are the same.
"""

from dorsi.engines.dask_cluster import cluster
from dorsi.engines.engine import Engine, Hear, Job, Lost, Tell, serial
from dorsi.engines.processes import local

__all__ = ["Engine", "Hear", "Job", "Lost", "Tell", "cluster", "local", "serial"]
