"""Who may use the server: paired devices, and the checks before every handler."""
