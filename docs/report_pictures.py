"""Makes the gallery's pictures of the page that `report` writes, in Chromium: `python docs/report_pictures.py`.

They depend on the browser and on the fonts of the machine, so that no test compares them and `make docs` leaves them.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).with_name("pictures")
Colours = Literal["light", "dark"]

VIEWS: dict[str, tuple[str, int, int, Colours]] = {
    "report-choose": ("choose?commercial=1", 1280, 800, "light"),
    "report-lineage": ("lineage/model/kullm", 1280, 800, "light"),
    "report-phone": ("models?q=구름&lang=ko", 390, 800, "dark"),
}
"""The views that are shown: the address of each, how large the window is, and the colours."""


def main() -> None:
    """Write the page, and a picture of each view."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        subprocess.run([sys.executable, "-m", "llmsurvey", "report", "--output", str(page)], check=True)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, (view, width, height, colours) in VIEWS.items():
            tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            tab.goto(f"{page.as_uri()}#/{view}")
            tab.wait_for_selector("[data-ready] h2")
            picture = Image.open(io.BytesIO(tab.screenshot()))
            picture.save(FOLDER / f"{name}.webp", quality=80, method=6)
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
