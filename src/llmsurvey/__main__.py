"""`python -m llmsurvey` is the command `llmsurvey`."""

from llmsurvey.cli import main

if __name__ == "__main__":
    main()
