"""Draw the web app's icons: a shin that leans over a flat foot, as SVG and in the sizes that phones ask for."""

import asyncio
import shutil
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src" / "dorsi" / "web" / "static" / "icons"
SIZES_PX = {"icon-32.png": 32, "icon-180.png": 180, "icon-192.png": 192, "icon-512.png": 512}
GROUND, INK, LEG = "#0a5c70", "#f6f5f1", "#f0983f"


def drawing(*, corner: float, scale: float) -> str:
    """Return the icon in 100 by 100; a maskable one is smaller within a full square."""
    shift = 50 * (1 - scale)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="{corner:g}" fill="{GROUND}"/>'
        f'<g transform="translate({shift:g} {shift:g}) scale({scale:g})" fill="none" stroke-linecap="round" '
        f'stroke-linejoin="round"><path d="M14 82h72" stroke="{INK}" stroke-width="4" opacity=".6"/>'
        f'<path d="M40 68V24" stroke="{INK}" stroke-width="3.500" stroke-dasharray="1 8"/>'
        f'<path d="M40 30a38 38 0 0 1 22 7" stroke="{INK}" stroke-width="3.500"/>'
        f'<path d="m32 80 4-12h10c6 7 14 8 26 12z" fill="{INK}" stroke="{INK}" stroke-width="3"/>'
        f'<path d="M40 68 66 20" stroke="{LEG}" stroke-width="10"/>'
        f'<circle cx="66" cy="20" r="7" fill="{GROUND}" stroke="{LEG}" stroke-width="5"/></g></svg>\n'
    )


async def write_pngs() -> None:
    """Write every PNG with the browser that tests use."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - a tool of this script only

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        masked = drawing(corner=0, scale=0.72)
        rounded = {name: (size, drawing(corner=22, scale=0.86)) for name, size in SIZES_PX.items()}
        for name, (size, svg) in (rounded | {"mask-512.png": (512, masked)}).items():
            tab = await browser.new_page(viewport={"width": size, "height": size})
            await tab.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
            await tab.screenshot(path=FOLDER / name, omit_background=True)
        await browser.close()


def main() -> None:
    """Write all icons."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "icon.svg").write_text(drawing(corner=22, scale=0.86), encoding="utf-8")
    asyncio.run(write_pngs())
    sys.stdout.write(f"{FOLDER}\n")


if __name__ == "__main__":
    main()
