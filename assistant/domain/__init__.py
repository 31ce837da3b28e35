"""assistant.domain: the rules. Value types and pure functions; no disk, no clock, no randomness."""
