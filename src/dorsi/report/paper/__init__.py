"""Pages to print: the programme, and one for a clinician."""
