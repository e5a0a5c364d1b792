"""What no line may part: telephone and document numbers, dates, amounts, a number and its unit.

Chinese text breaks between any two characters, and within 0533-6000001 at the hyphen. The parts of
such words are joined by U+2060, which no printer shows; a hyphen becomes one that does not break.
"""

import re
from collections.abc import Iterator

JOINER = "\u2060"
_HAN = r"[\u3400-\u9fff]"
_UNBROKEN = re.compile(
    "|".join((
        # 文号、登记编号: the whole of it where it stands alone, at least its end in running words
        rf"(?:(?<![\w])|(?<={_HAN})(?={_HAN}{{4}}〔)){_HAN}{{1,12}}〔\d{{4}}〕\d+号?",
        r"〔\d{4}〕\d+号?",
        r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?",
        r"\d{1,2}月\d{1,2}日",
        r"[(（]0\d{2,3}[)）]\d{7,8}",
        r"\d+(?:-\d+)+",
        r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆](?:[零壹贰叁肆伍陆柒捌玖拾]+[角分])*[整正]?",
        r"\d[\d,.]*(?:[万亿]?元|[年月日号页天时分条件份室个])",
    ))
)
_ADDRESS = re.compile(r"[!-~]{14}")
_FIGURE = 0.56  # the width of a figure or a Latin letter; half a character in some fonts
_LOOSE = 2.5    # characters by which a line of 28 may be spread before it looks torn


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, in pieces; True for one that no line may part."""
    end = 0
    for found in _UNBROKEN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def joined(word: str) -> str:
    """The word with a joiner wherever a line could part it; figures hold together by themselves."""
    return re.sub(r"(?<=.)(?<!\d)(?=.)|(?<=\d)(?=\D)(?=.)", JOINER, word)


def torn(text: str, first: float, line: float) -> bool:
    """Whether a line, spread to its full width, might be torn apart before what is not parted.

    ``first`` and ``line``: what the first and every other line hold, in characters.
    """
    left_over = _left_over(text, first, line)[:-1]
    return bool(_ADDRESS.search(text)) or any(room > _LOOSE for room in left_over)


def lines(text: str, first: float, line: float) -> int:
    """On how many lines a paragraph stands, near enough."""
    return len(_left_over(text, first, line))


def _left_over(text: str, first: float, line: float) -> list[float]:
    """What each line leaves empty, in characters."""
    rooms = [first]
    for piece, whole in pieces(text):
        for word in (piece,) if whole else piece:
            needed = sum(_FIGURE if sign.isascii() else 1.0 for sign in word)
            if needed > rooms[-1]:
                rooms.append(line)
            rooms[-1] -= needed
    return rooms
