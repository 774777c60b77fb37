"""The pages, one file for each topic, and what several of them share."""
