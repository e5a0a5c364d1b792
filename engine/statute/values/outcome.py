"""The one row of table 三 in which a request counts that asks for several things.

国办公开办函〔2021〕30号, table 三: 部分公开（区分处理的，只计这一情形，不计其他情形）. A request
counts once, however many items it has; where none is disclosed the agency chooses which leads.
"""

from collections import Counter
from collections.abc import Sequence

from engine.statute.values import grounds

_DISCLOSED = "予以公开"
_PARTLY = "部分公开"
#: The ground under which a request counts of which some is disclosed and some is not.
PARTLY_DISCLOSED = "37"


def of_items(codes: Sequence[str], leads: str) -> str:
    """The ground under which a request counts whose items have these grounds, in their order.

    leads: the agency's choice ``leading_item`` where all are refused, but not alike: the ground
    of the "first" item, of the one whose row "report_order" has first, or of the row that has the
    "most" items (of as many, the first item's). Items that count nowhere (moved to another case,
    withdrawn while others were answered) are left out by who asks; without any the answer is "".
    Raises KeyError for a ground that the statute does not know.
    """
    if not codes:
        return ""
    rows = [grounds.row_of(code) for code in codes]
    if len(set(rows)) == 1:
        return codes[0]
    groups = {grounds.group_of(code) for code in codes}
    if groups & {_DISCLOSED, _PARTLY}:
        return PARTLY_DISCLOSED
    if leads == "report_order":
        return codes[rows.index(min(rows))]
    if leads == "most":
        (row, _), *_ = Counter(rows).most_common(1)     # of as many, the one that came first
        return codes[rows.index(row)]
    return codes[0]
