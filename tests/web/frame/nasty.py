"""What to send where something else is expected: values, files, headers, types, bodies, paths."""

from tests.engine.papers import EXE, PDF, PNG, docx, encrypted, package, xlsx

HUGE = (2**31 - 1, 2**31, 2**63 - 1, 2**63, 2**64, 10**30, -1, 0, 1, 2, 3)
NASTY: tuple[str, ...] = (
    *map(str, HUGE), "9" * 5000, "-9223372036854775809", "1e9", "0x10", "１２", "٣", "1.5", "NaN",
    "", " ", "\0", "a\0b", "\r\n", "\u2028", "\u202e", "\ufffe", "\ud7ff", "😀" * 300, "王　明",
    "⾦", "\udcff", "0001-01-01", "0202-03-02", "9999-12-31", "2026-02-30", "2026-03-02",
    "10000-01-01",
    "%", "%25", "_", "\\", "'", '"', "' OR 1=1 --", "{}", "[]", "{{7*7}}", "${7}", "{0.__class__}",
    "%(x)s", "../../etc/passwd", "<script>", "//evil.example", "javascript:1", "due~9",
    "2026-03-02~9223372036854775808", "~", "~~", "2026-99-99~1", "newest", "due", "oldest",
    "overdue", "within_3", "open", "1", "accepted", "submit", "approved", "passed", "x" * 20_000,
    "0" * 32, "f" * 32,
)
FILES = (
    PDF, PNG, EXE, docx(), xlsx(), encrypted(), b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0",
    b"\xff" * 3000, package({"../x": b"y"}), docx()[:-30], docx()[40:],
)
FILE_NAMES = ("a.pdf", "a.docx", "a.xlsx", "扫描件.png", "a.txt", "..", "\u202e.x", "CON.pdf",
               "x" * 3000 + ".pdf", 'a"b.pdf', "a\0.pdf", "秘密★.pdf")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "X" * 300)
HEADERS: tuple[dict[str, str], ...] = (
    {"HX-Request": "true"}, {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "\""},
    {"Accept-Language": "en;q=x"}, {"Accept-Language": "zh," * 3000}, {"Accept": ";q=;,,*/"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "\u00ff"}, {"Range": "bytes=9-1"},
    {"Range": "bytes=0-0,5-,-7"}, {"Range": "bytes=99999999999999999999-"}, {"If-Range": "\""},
    {"If-None-Match": '"' * 99}, {"If-Modified-Since": "never"}, {"If-Match": "*"},
    {"Host": "a b"}, {"Host": ""}, {"Host": "[::1"}, {"Host": "localhost:99999"},
    {"Host": "localhost:x"}, {"Host": "localhost,evil"}, {"Host": "\u00ff"},
    {"X-Forwarded-For": "x" * 300}, {"X-Forwarded-Proto": "gopher"}, {"X-Forwarded-Host": "evil"},
    {"Authorization": "Basic \u00ff"}, {"Authorization": "Digest ="}, {"Referer": "http://["},
    {"Origin": "null"}, {"User-Agent": "\u0080\u00ff"}, {"Content-Encoding": "gzip"},
    {"Transfer-Encoding": "chunked"}, {"Expect": "100-continue"}, {"X-Request-ID": "\u00ff" * 500},
    {"X-CSRFToken": "\u00ff.\u00ff"}, {"X-HTTP-Method-Override": "DELETE"}, {"Upgrade": "h2c"},
)
TYPES = (
    "application/json", "application/json; charset=utf-7", "text/plain; charset=\u00ff",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"",
    "multipart/form-data; boundary=" + "b" * 500, "multipart/mixed; boundary=b",
    "application/x-www-form-urlencoded; charset=utf-16", "", "/", ";;;=", "a" * 5000,
)
BODIES = (b"{", b"\xff", b"[" * 5000, b'{"a":' * 5000, b"--x\r\n", b"null", b"0", b"&" * 5000,
           b"a=%f", b"%=%&=%00", b"--b\r\n\r\n", b"\x1f\x8b\x08", b"9" * 5000, b"NaN",
          b"-" * 70_000)
COOKIES = ("gongkai_session=%ff", "gongkai_session=\"", "gongkai_session=\u00ff; ;=;==",
            "gongkai_form=.e30.x.y", "gongkai_form=eyJhIjox", "gongkai_language=\u2028\0",
            "a" * 9000, "gongkai_session=" + "x" * 5000, "__Host-gongkai_session=1", ",;,\\\"")
LENGTHS = ("-1", "abc", "0", "1", "99999999999999999999", "26214401", "１")
QUERIES = ("", "", "", "&%ff=%fe", "&a[]=1", "&=", "&&&", "&\u00ff=\u00e9", "&a=%", "&a;b=\0")
PATHS = ("", "x", "//", "/\u00ff", "/cases/1/../../mine", "/cases//1", "/\0", "/%2e%2e/",
          "/mine/" + "a/" * 2000, "http://localhost/mine", "*", "/static/../application.py",
          "/static/dist/%00", "/mine;x=1", "/MINE", "/mine/")
EVENTS = ("correction_requested", "correction_received", "consultation_opened", "extended",
           "consultation_answered", "fee_noticed", "fee_paid", "deferred", "replied", "withdrawn")
INTAKE = {
    "channel": "in_person", "arrived_on": "2026-03-02", "received_on": "2026-03-02",
    "kind": "natural_person", "name": "王小明", "phone": "13905331234", "subject": "2025年度决算",
    "description": "全文", "address": "周村区机场路1号", "form_of_supply": "paper",
}
FROM_CODE = (
    "field-letter", "field-handler", "letter-kind", "fact-supply_way", "fact-disclosed_content",
    "outcome", "proof", "after", "sort", "step", "handler_id", "agency_id", "received_from", "mine",
    "v", "wanted", "ask", "draft", "key", "do", "remove", "tab", "done", "agency", "person", "kind",
)
