"""assistant.engine: the use cases. Orchestrates the domain and the ports; synchronous; names no vendor and touches no file."""
