"""Takes the pictures: of one page as it stands in the browser, wide and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "beeld"
#: A browser in Dutch writes days so; the one that takes the pictures knows English only.
DUTCH_DAYS = """document.querySelectorAll("input[type='date']").forEach(field => {
  const day = field.value;
  field.type = "text";
  field.value = day.split("-").reverse().join("-") || "dd-mm-jjjj";
})"""
SIZES = {"": {"width": 1280, "height": 900}, "-375": {"width": 375, "height": 812}}


@dataclass(frozen=True)
class Camera:
    """Keeps pictures in docs/beeld; with a folder ``whole`` also whole pages there, to look at."""

    whole: Path | None = None

    def take(self, page: Page, name: str) -> None:
        """Take a page at every size, from the top."""
        for suffix, size in SIZES.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            self.take_as_it_is(page, name + suffix)
        page.set_viewport_size(SIZES[""])  # type: ignore[arg-type]

    def take_as_it_is(self, page: Page, name: str) -> None:
        """Take a page at the size that its window has now."""
        page.evaluate(DUTCH_DAYS)
        page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png")
        print(f"docs/beeld/{name}.png", flush=True)
        if self.whole:
            page.screenshot(path=self.whole / f"{name}.png", full_page=True)
