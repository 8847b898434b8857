"""`python -m coursework`."""

from coursework.commands import main

if __name__ == "__main__":
    main(prog_name="coursework")
