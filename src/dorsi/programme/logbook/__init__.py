"""What was done moves what comes next: levels, today's session, and the course ahead."""
