"""How hard a text is to read, by the usual count: Flesch and Kincaid's grade."""

import re


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a colon does not end one."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def words_of(text: str) -> list[str]:
    """Return the words of a text, numbers included."""
    return re.findall(r"[A-Za-z0-9][A-Za-z0-9'’-]*", text)


def syllables(word: str) -> int:
    """Return how many syllables a word has: groups of vowels, without a silent e at the end."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return 1
    trimmed = re.sub(r"(?<=[^aeiouyl])(e|es)$|(?<=[^aeiouytd])ed$", "", plain)
    return max(1, len(re.findall(r"[aeiouy]+", trimmed or plain)))


def grade(text: str) -> float:
    """Return the school grade that a text asks for."""
    all_words = words_of(text)
    count = max(1, len(sentences(text)))
    spoken = sum(syllables(word) for word in all_words)
    return 0.39 * len(all_words) / count + 11.8 * spoken / len(all_words) - 15.59
