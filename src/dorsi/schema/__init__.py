"""The records that dorsi stores, shows and exchanges (pydantic)."""
