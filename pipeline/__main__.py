"""`python -m pipeline` is `hearsay`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
