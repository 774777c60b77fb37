"""`dorsi serve`: a web app on this machine, for its browser and the phones on the same Wi-Fi."""
