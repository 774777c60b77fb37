"""A text as a sentence."""


def sentence(text: str) -> str:
    """Return the text with a capital in front and an end mark behind.

    >>> sentence("few sessions; what gets in the way?")
    'Few sessions; what gets in the way?'
    >>> sentence("rest")
    'Rest.'
    """
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
