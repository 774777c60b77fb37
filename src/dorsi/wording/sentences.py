"""A text as a sentence, or as the start of one."""


def capital(text: str) -> str:
    """Return the text with a capital in front.

    >>> capital("left leg")
    'Left leg'
    """
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text with a capital in front and an end mark behind.

    >>> sentence("few sessions; what gets in the way?")
    'Few sessions; what gets in the way?'
    >>> sentence("rest")
    'Rest.'
    """
    text = text.strip()
    return text and capital(text) + ("" if text[-1] in ".!?" else ".")
