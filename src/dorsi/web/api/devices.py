"""Paired devices, and how to add one."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.requests import Request

from dorsi.errors import NotStoredError
from dorsi.schema.session import Strict
from dorsi.web.access.pairing import CODE_LIFE_S
from dorsi.web.state import StateOf

router = APIRouter(prefix="/api", tags=["pairing"])


class DeviceView(Strict):
    """A device that is paired."""

    id: str
    name: str
    paired_at: dt.datetime
    this_one: bool = Field(description="the device that asks")


class PairingCode(Strict):
    """What pairs one more device, once."""

    code: str
    life_s: float = Field(description="for how long, seconds")


@router.get("/devices")
def list_devices(request: Request, state: StateOf) -> list[DeviceView]:
    """List the devices that are paired."""
    own = request.state.device.id
    return [
        DeviceView(id=one.id, name=one.name, paired_at=one.paired_at, this_one=one.id == own)
        for one in state.devices.all()
    ]


@router.delete("/devices/{device_id}", status_code=204)
def remove_device(state: StateOf, device_id: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]) -> None:
    """Unpair a device."""
    if not state.devices.remove(device_id):
        raise NotStoredError(f"device {device_id} is not paired")


@router.post("/pairing-codes", status_code=201)
def make_pairing_code(state: StateOf) -> PairingCode:
    """Make a code that pairs one more device."""
    return PairingCode(code=state.devices.new_code(), life_s=CODE_LIFE_S)
