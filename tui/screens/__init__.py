"""tui.screens: one module per screen. A screen shows, asks and forwards; what a thing means is decided in assistant.engine."""
