"""Clips to analyse, one after another, kept in the store."""
