"""The squad, settings, safety and privacy, and the files that make the pages an app."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from dorsi.batch import squad_page
from dorsi.detectable import detectable_changes
from dorsi.measures.bands import BANDS
from dorsi.protocols import name_of
from dorsi.report.pictures import REPORT_NAME
from dorsi.report.squad.attention import athletes_first, headline
from dorsi.report.squad.table import SPARK_PX, SquadSide, amount_text, change_text, due_text, sparkline, value_text
from dorsi.store.place import arrays_folder
from dorsi.web.access.guards import COOKIE
from dorsi.web.access.pairing import CODE_LIFE_S
from dorsi.web.qr import qr_svg
from dorsi.web.state import StateOf
from dorsi.web.templating import page

router = APIRouter(include_in_schema=False)

_NO_DAY: Final = "has no day; open it and choose Correct this clip"
_STATIC: Final = Path(__file__).parents[1] / "static"
_COLOURS: Final = {"background_color": "#f6f5f1", "theme_color": "#0a5c70"}


@router.get("/squad")
def squad(request: Request, state: StateOf) -> HTMLResponse:
    """Show everyone in one table; numbers link to their clips."""
    root = Path("/")
    found = squad_page(state.store, root, detectable=detectable_changes())
    places = {
        (one.folder.absolute() / REPORT_NAME).relative_to(root).as_posix(): one.key for one in state.store.sessions()
    }

    def led(side: SquadSide) -> SquadSide:
        return replace(side, report=f"/clips/{places[unquote(side.report)]}" if side.report else None)

    own = {one.name: f"/people/{one.id}" for one in state.store.people()}
    rows = tuple(
        replace(row, left=led(row.left), right=led(row.right), page=own.get(row.athlete)) for row in found.rows
    )
    undated = [
        replace(one, report=f"/clips/{places[unquote(one.report)]}", reason=_NO_DAY) if one.report else one
        for one in found.undated
    ]
    shown = replace(found, rows=rows, undated=tuple(undated))
    return page(
        request,
        "squad_page.html",
        page=shown,
        movements={row.movement: name_of(row.movement).title for row in rows},
        spark=sparkline,
        spark_px=SPARK_PX,
        value_text=value_text,
        change_text=change_text,
        due_text=due_text,
        headline=headline(found),
        first=athletes_first(shown),
        teams=sorted({row.team for row in rows if row.team}),
        amount=amount_text,
        band_place=BANDS.index,
    )


@router.get("/settings")
def settings(request: Request, state: StateOf) -> HTMLResponse:
    """Show paired devices and where data is stored."""
    return page(
        request,
        "settings.html",
        devices=state.devices.all(),
        own=request.state.device.id,
        database=state.store.url.render_as_string(hide_password=True),
        folder=arrays_folder(state.store.url).parent,
        model=state.config.model,
        on_network=state.config.network_url("/") is not None,
    )


@router.post("/settings/devices")
def let_in(request: Request, state: StateOf) -> HTMLResponse:
    """Show the code that pairs one more device; as a QR code only where another device can reach this server."""
    path = f"/pair?code={state.devices.new_code()}"
    shared = state.config.network_url(path)
    address = shared or state.config.url(state.config.addresses[-1], path)
    drawing = None if shared is None else qr_svg(shared)
    return page(request, "new_device.html", address=address, drawing=drawing, minutes=CODE_LIFE_S / 60)


@router.post("/settings/devices/{device_id}/remove")
def let_go(request: Request, state: StateOf, device_id: str) -> RedirectResponse:
    """Unpair a device; this device would have to pair again."""
    state.devices.remove(device_id)
    own = device_id == request.state.device.id
    answer = RedirectResponse("/pair" if own else "/settings", status_code=303)
    if own:
        answer.delete_cookie(COOKIE)
    return answer


@router.get("/safety")
def safety(request: Request) -> HTMLResponse:
    """Show the safety lines of every report."""
    return page(request, "safety_page.html", page=None)


@router.get("/privacy")
def privacy(request: Request, state: StateOf) -> HTMLResponse:
    """Explain what is stored, where, and how to delete it."""
    return page(request, "privacy.html", folder=arrays_folder(state.store.url).parent)


@router.get("/offline")
def offline(request: Request) -> HTMLResponse:
    """Show the offline page."""
    return page(request, "offline.html")


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """Give the manifest that lets the app be installed on a home screen."""
    icons = [{"src": "/static/icons/icon.svg", "type": "image/svg+xml", "sizes": "any"}]
    icons += [
        {"src": f"/static/icons/icon-{size}.png", "type": "image/png", "sizes": f"{size}x{size}"} for size in (192, 512)
    ]
    icons += [{"src": "/static/icons/mask-512.png", "type": "image/png", "sizes": "512x512", "purpose": "maskable"}]
    told = {
        "name": "dorsi",
        "short_name": "dorsi",
        "description": "Movement screening from phone video, on your own computer",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": icons,
    }
    return Response(json.dumps(told | _COLOURS), media_type="application/manifest+json")


@router.get("/sw.js")
def service_worker() -> FileResponse:
    """Give the script behind the offline page; it must be at the root to apply to all pages."""
    return FileResponse(_STATIC / "sw.js", media_type="text/javascript")


@router.get("/favicon.ico")
def favicon() -> FileResponse:
    """Give the icon to browsers that look for it here."""
    return FileResponse(_STATIC / "icons" / "icon-32.png", media_type="image/png")
