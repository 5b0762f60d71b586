"""The least that a program of this kind can cost: two typer commands and a pydantic record."""

import typer
from pydantic import BaseModel


class Answer(BaseModel):
    """One number."""

    number: int


app = typer.Typer()


@app.command()
def one() -> None:
    """Answer with one."""
    print(Answer(number=1).model_dump_json())


@app.command()
def two() -> None:
    """Answer with two."""
    print(Answer(number=2).model_dump_json())


if __name__ == "__main__":
    app()
