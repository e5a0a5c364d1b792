"""A made-up next version of a process with one more user task: a signed reply is stamped (用印).

``add_stamping`` writes it into a copy of the processes as an author would: a folder and a line.
"""

import shutil
from pathlib import Path

from engine.processes.published import default_root, load
from engine.processes.releases import read_releases

TASK = "stamp_reply"
FORM = """title: 用印
basis:
  - 《政府信息公开条例》第四十五条
instruction: 核对文书编号，加盖本机关印章。
outcome:
  variable: stamping
  label: 用印结果
  choices:
    - value: stamped
      label: 已经用印
      button: primary
fields: []
"""
CHANGES = (
    ("<bpmn:flowNodeRef>reply_issued</bpmn:flowNodeRef>",
     "<bpmn:flowNodeRef>stamp_reply</bpmn:flowNodeRef>"
     "<bpmn:flowNodeRef>reply_issued</bpmn:flowNodeRef>"),
    ('<bpmn:endEvent id="reply_issued" name="已签发">\n'
     "      <bpmn:incoming>flow_issue_reply_to_reply_issued</bpmn:incoming>",
     '<bpmn:userTask id="stamp_reply" name="用印">'
     "<bpmn:documentation>《条例》第四十五条</bpmn:documentation></bpmn:userTask>"
     '<bpmn:endEvent id="reply_issued" name="已签发">'),
    ("<bpmn:outgoing>flow_issue_reply_to_reply_issued</bpmn:outgoing>", ""),
    ('<bpmn:sequenceFlow id="flow_issue_reply_to_reply_issued" sourceRef="issue_reply" '
     'targetRef="reply_issued" />',
     '<bpmn:sequenceFlow id="flow_issue_reply_to_stamp_reply" sourceRef="issue_reply" '
     'targetRef="stamp_reply" /><bpmn:sequenceFlow id="flow_stamp_reply_to_reply_issued" '
     'sourceRef="stamp_reply" targetRef="reply_issued" />'),
    # the drawing: the new task takes the place of the end, which moves to the right
    ('width="880" height="270"', 'width="1040" height="270"'),
    ('width="850" height="270"', 'width="1010" height="270"'),
    ('<dc:Bounds x="950" y="142"', '<dc:Bounds x="1110" y="142"'),
    ('<dc:Bounds x="946" y="184"', '<dc:Bounds x="1106" y="184"'),
    ('<bpmndi:BPMNShape id="shape_reply_issued"',
     '<bpmndi:BPMNShape id="shape_stamp_reply" bpmnElement="stamp_reply">'
     '<dc:Bounds x="950" y="120" width="100" height="80" /></bpmndi:BPMNShape>'
     '<bpmndi:BPMNShape id="shape_reply_issued"'),
    ('<bpmndi:BPMNEdge id="edge_flow_issue_reply_to_reply_issued" '
     'bpmnElement="flow_issue_reply_to_reply_issued">',
     '<bpmndi:BPMNEdge id="edge_flow_stamp_reply_to_reply_issued" '
     'bpmnElement="flow_stamp_reply_to_reply_issued"><di:waypoint x="1050" y="160" />'
     '<di:waypoint x="1110" y="160" /></bpmndi:BPMNEdge>'
     '<bpmndi:BPMNEdge id="edge_flow_issue_reply_to_stamp_reply" '
     'bpmnElement="flow_issue_reply_to_stamp_reply">'),
)


def copy_of_published(folder: Path, releases: int | None = None) -> Path:
    """What is published, no drafts, up to a release; for a test to change."""
    root, shipped = folder / "bpmn", default_root()
    published = load().as_of(releases or len(load().releases))
    kept = {f"{each.process}/v{each.version}"
            for release in published.releases for each in release.definitions.values()}
    for each in kept:
        shutil.copytree(shipped / each, root / each)
    kept |= {f"release/{release.number}" for release in published.releases}
    lock = (shipped / "deployed.lock").read_text(encoding="ascii").splitlines(keepends=True)
    (root / "deployed.lock").write_text("".join(
        line for line in lock
        if "/".join(line.split()[1].split("/")[:2]) in kept), encoding="ascii")
    text = (shipped / "releases.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    later = read_releases(shipped / "releases.yaml").lines[len(published.releases):]
    (root / "releases.yaml").write_text(
        "".join(text[:later[0].line - 1] if later else text), encoding="utf-8")
    return root


def add_stamping(root: Path) -> int:
    """Write the new version of the sign-off and its release; returns the release's number."""
    definition = load(root).latest.definition("sign_off")
    number, version = len(load(root).releases) + 1, definition.version + 1
    folder = root / f"sign_off/v{version}"
    shutil.copytree(root / "sign_off/v1", folder)
    text = (root / "sign_off/v1/sign_off.bpmn").read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "sign_off.bpmn").write_text(text, encoding="utf-8")
    (folder / f"forms/{TASK}.yaml").write_text(FORM, encoding="utf-8")
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{number}: {{sign_off: {version}}}\n")
    return number
