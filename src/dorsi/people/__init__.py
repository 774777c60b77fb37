"""What is stored of one person, as pages, API and command line need it: clips together, programme, log, progress."""
