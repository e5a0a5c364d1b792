"""How close the lines stand, so that one or two of them do not take a second page.

GB/T 9704-2012 5.2.3: 22 lines a page, 特定情况可以作适当调整. Lengths are in points.
"""

from letters.composition import Composition
from letters.paper import layout
from letters.paper.letterhead import MM, letterhead, width
from letters.paper.unbroken import lines

_CLOSER = (28.0, 27.0, 26.0, 25.0)
_MARGIN = 0.4       # of a line


def leading(composition: Composition) -> float:
    """The distance of the lines: the standard's, or the widest at which one page is enough."""
    count = 1 + sum(
        lines(each.text, layout.CHARACTERS - 2, layout.CHARACTERS)
        for each in composition.paragraphs
    )
    named = composition.attachment_lines
    count += sum(lines(name, layout.CHARACTERS - 5, layout.CHARACTERS - 6) for name in named)
    count += 2 + (width(composition.signer) > layout.CHARACTERS)
    count += 1 + bool(named) + 2    # empty: above the addressee, the attachments, the signature
    foot = (layout.PAGE_MM[1] - layout.BOTTOM_MM) * MM
    room = foot - layout.head_height(letterhead(composition.letterhead))
    if count * layout.LINE <= room:
        return layout.LINE
    fitting = (each for each in _CLOSER if (count + _MARGIN) * each <= room)
    return next(fitting, layout.LINE)
