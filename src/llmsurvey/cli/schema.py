"""`llmsurvey schema`: JSON Schema of a registry file, for editors."""

from __future__ import annotations

import json

from llmsurvey.cli import options


def run(output: options.Output = None, force: options.Force = False) -> None:
    """Write the JSON Schema of a registry file, with which editors complete and check YAML while it is written.

    In VS Code: put `# yaml-language-server: $schema=registry.schema.json` on the first line of your file.
    """
    from llmsurvey.cli.output import check_output, write_content
    from llmsurvey.registry.schema import registry_schema

    check_output(output, force=force)
    write_content(f"{json.dumps(registry_schema(), indent=2, ensure_ascii=False)}\n".encode(), output, force=force)
