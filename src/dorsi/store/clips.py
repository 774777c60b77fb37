"""Where a clip lies, found by its content."""

from pathlib import Path

from sqlalchemy import select

from dorsi.store.database import connect, in_words
from dorsi.store.place import clip_path, database_url, parsed_url
from dorsi.store.schema_version import standing
from dorsi.store.store import Store
from dorsi.store.tables import Filmed


def is_there(url: str | None = None) -> bool:
    """Return whether there is a database of this version of dorsi; none is made."""
    address = parsed_url(url or database_url())
    if address.drivername == "sqlite" and not Path(address.database or "").is_file():
        return False
    with in_words(address):
        return standing(connect(address)) == "current"


def stored_clip(clip_sha256: str, url: str | None = None) -> Path | None:
    """Return the file from which a clip with this content was measured and stored, if it is still there.

    Parameters
    ----------
    clip_sha256
        Of the content.
    url
        Of the database; None for the user's own. One that does not exist yet is not made.
    """
    if not is_there(url):
        return None
    address = parsed_url(url or database_url())
    with Store(url) as store, store.transaction(writes=False) as at:
        known = at.scalars(select(Filmed.clip).where(Filmed.clip_sha256 == clip_sha256).order_by(Filmed.clip))
        places = [*map(Path, known), clip_path(address, clip_sha256)]
    return next((one for one in places if one.is_file()), None)
