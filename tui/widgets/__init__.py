"""tui.widgets: pieces of screens. They know no engine and no screen: plain values in, messages out."""
