"""A paper that bears a secrecy mark is turned away; talk about secrets is not."""

import io

import pytest
from docx import Document

from engine.attachments import uploads
from tests.engine.papers import PDF, TEXT, docx, ofd, refusal, xlsx

MARKS = ["机密★1年", "绝密★", "秘密★10年", "机　密 ★ 长期", "★秘密", "秘密☆5年"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("文件.txt", lambda mark: f"{TEXT}{mark}\r\n".encode()),
        ("文件.txt", lambda mark: f"{TEXT}{mark}\r\n".encode("gb18030")),
        ("文件.docx", lambda mark: docx("关于某事的通知", mark)),
        ("文件.xlsx", xlsx),
        ("文件.ofd", ofd),
    ],
)
def test_a_classified_paper_is_turned_away_with_the_rule(name: str, make, mark: str) -> None:
    assert "涉密文件严禁上传" in refusal(name, make(mark))


def test_a_mark_is_found_though_it_is_set_in_pieces_or_in_the_header() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("机", "密", "★", "1年"):
        paragraph.add_run(piece).bold = True
    stream = io.BytesIO()
    document.save(stream)
    assert "涉密" in refusal("文件.docx", stream.getvalue())

    document = Document()
    document.sections[0].header.paragraphs[0].text = "秘密★5年"
    stream = io.BytesIO()
    document.save(stream)
    assert "涉密" in refusal("文件.docx", stream.getvalue())


def test_a_mark_in_the_name_is_enough() -> None:
    assert "涉密" in refusal("（机密★1年）会议纪要.pdf", PDF)


@pytest.mark.parametrize(
    "text",
    ["该信息涉及国家秘密，不予公开。", "保密审查：不属于秘密。", "五星级★★★★★酒店名录",
     "商业秘密\n★ 重点项目", "机密性要求"],
)
def test_talk_about_secrets_is_no_mark(text: str) -> None:
    assert uploads.inspect("说明.txt", text.encode())
    assert uploads.inspect("说明.docx", docx(*text.split("\n")))
