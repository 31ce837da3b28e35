"""python -m tui: the same as the command krachtgesprek."""

from tui.cli import main

main()
