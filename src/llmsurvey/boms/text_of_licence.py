"""What stands in a bill in place of the text of a licence, which isn't copied."""

from __future__ import annotations

from llmsurvey.answers.bom_entries import BomLicence


def text_of_licence(licence: BomLicence) -> str:
    """Return the name of a licence, and where its text is."""
    where = f"Its text: {licence.url}" if licence.url else "No text of it is known."
    return f"{licence.licence_name}\n{where}"
