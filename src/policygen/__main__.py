"""`python -m policygen`: the same as the `policygen` command."""

from policygen.cli import main

if __name__ == "__main__":
    main()
