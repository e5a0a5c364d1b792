"""How applicants are named on pages."""




_MOST_STARS = 4


def mask_name(name: str, kind: str) -> str:
    """A natural person's name with all but the first character hidden; organisations in full.

    The stars of a long name do not count its characters.
    """
    if kind != "natural_person" or not name:
        return name
    return name[0] + "*" * min(max(1, len(name) - 1), _MOST_STARS)
