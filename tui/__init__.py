"""tui: the face. Shows, asks, forwards; decides nothing."""
