"""assistant: the mind of Krachtgesprek. Knows people, goals and passages; never heard of a terminal."""
