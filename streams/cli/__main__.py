"""`python -m streams.cli` is the command `communique`."""

from streams.cli import main

main()
