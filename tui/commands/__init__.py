"""tui.commands: one module per group of commands. Each has a table COMMANDS (name -> click command), read by tui.cli."""
