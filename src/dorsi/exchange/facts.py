"""Where an exported file comes from, so that it can be traced to its clip, settings and version."""

import json
from typing import Final

from dorsi.schema.session import Session
from dorsi.version import __version__

_SETTING: Final = "setting_"
FACT_NAMES: Final = ("dorsi_version", "session", "person", "movement", "clip_sha256", "settings")


def facts_of(session: Session) -> dict[str, str]:
    """Return version, session id, person, movement, clip hash and settings, each as text, for a file's header.

    The person is as stored: a pseudonym where results are filed under pseudonyms, empty where none is named. Settings
    are JSON, in the order of their names.

    Examples
    --------
    >>> import dorsi
    >>> facts = facts_of(dorsi.as_analysis(dorsi.measure(dorsi.synth.lunge()), person="P07").session)
    >>> facts["person"], facts["movement"], len(facts["clip_sha256"])
    ('P07', 'lunge', 64)
    """
    told = session.provenance
    settings = {name.removeprefix(_SETTING): value for name, value in told.items() if name.startswith(_SETTING)}
    found = {
        "dorsi_version": str(told.get("dorsi_version", __version__)),
        "session": session.id,
        "person": session.person or "",
        "movement": session.movement,
        "clip_sha256": session.clip.sha256,
        "settings": json.dumps(settings, sort_keys=True, separators=(",", ":")),
    }
    return {name: found[name] for name in FACT_NAMES}
