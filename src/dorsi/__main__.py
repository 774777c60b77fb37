"""Run the command line as `python -m dorsi`."""

from dorsi.cli import main

main()
