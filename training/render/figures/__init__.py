"""Moving pictures of the exercises: key poses as data, one person, one calm room."""
