"""`python -m heritage_field`."""

from heritage_field.cli import main

if __name__ == "__main__":
    main()
