"""Results in the files of other tools, and landmarks of other tools as dorsi's.

Out: csv, parquet, json, trc and mot (OpenSim), c3d, movement (netCDF), bids (BIDS-motion). In: TRC of Sports2D and
Pose2Sim, OpenPose and HALPE-26 JSON, netCDF of `movement`, CSV of DeepLabCut. Errors name missing packages;
`pip install 'dorsi[research]'` installs all of them.
"""

from dorsi.exchange.flags import FLAGS, flag_columns
from dorsi.exchange.movement import to_dataset, write_netcdf
from dorsi.exchange.reading import Foreign, read
from dorsi.exchange.writing import FORMATS, export

__all__ = ["FLAGS", "FORMATS", "Foreign", "export", "flag_columns", "read", "to_dataset", "write_netcdf"]
