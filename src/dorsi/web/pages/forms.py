"""Forms whose fields are not known beforehand."""

from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request


async def sent_form(request: Request) -> FormData:
    """Return the form of a request."""
    return await request.form()


SentForm = Annotated[FormData, Depends(sent_form)]
