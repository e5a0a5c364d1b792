"""PDFs in the making: few at once, one a person, and whoever is one too many is told at once.

A conversion takes seconds and some 200 MB, and each one waited for holds a thread that serves
pages: a dozen officers who want a PDF must not keep the others from their work.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import PdfNotMade

AT_ONCE = 2


class Conversions:
    """Who has a PDF made now."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._guard = threading.Lock()
        self._for = list[int | None]()

    @contextmanager
    def one_for(self, person_id: int | None) -> Iterator[None]:
        """A place for one conversion of this person. Raises PdfNotMade when there is none."""
        with self._guard:
            if person_id is not None and person_id in self._for:
                raise PdfNotMade(reason="您的上一份 PDF 正在生成，请等它完成后再试。")
            if len(self._for) >= self._at_once:
                raise PdfNotMade(reason="正在转换的文书较多，请稍后再试，或者下载 docx 文书。")
            self._for.append(person_id)
        try:
            yield
        finally:
            with self._guard:
                self._for.remove(person_id)
