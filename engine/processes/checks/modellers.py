"""What the programs that draw diagrams write beside BPMN: whose words they are, what to do.

The names of namespaces mean nothing to the person who drew the diagram; the name of the program
does.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

#: Whose extension a namespace is.
MODELLERS: Final[Mapping[str, str]] = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8（Zeebe）",
    "http://camunda.org/schema/modeler/1.0": "Camunda Modeler",
    "http://flowable.org/bpmn": "Flowable",
    "http://flowable.org/design": "Flowable",
    "http://flowable.org/modeler": "Flowable",
    "http://activiti.org/bpmn": "Activiti",
    "http://activiti.com/modeler": "Activiti",
    "http://operaton.org/schema/1.0/bpmn": "Operaton",
    "http://bpmn.io/schema/bpmn": "bpmn.io",
    "http://bpmn.io/schema/bpmn/biocolor/1.0": "bpmn.io（颜色）",
    "http://www.omg.org/spec/BPMN/non-normative/color/1.0": "颜色",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
    "http://www.signavio.com": "Signavio",
    "http://www.jboss.org/drools": "jBPM",
    "http://www.bpsim.org/schemas/1.0": "BPSim仿真",
    "http://www.trisotech.com/2014/triso/bpmn": "Trisotech",
    "http://bpmn.sourceforge.net": "Yaoqiang BPMN Editor",
    "http://www.omg.org/spec/BPMN/20100524/MODEL": "BPMN",
    "http://www.omg.org/spec/BPMN/20100524/DI": "BPMN图形",
}

#: What to draw instead of an element that the engine does not carry out.
_REMEDIES: Final[Mapping[str, str]] = MappingProxyType({
    "task": "请改为用户任务（由人办理）或者服务任务（由系统办理）",
    "manualTask": "请改为用户任务，由办理的人登记结果",
    "scriptTask": "请改为服务任务，写明已登记的操作",
    "sendTask": "请改为服务任务，写明制发文书的操作",
    "receiveTask": "请改为用户任务，由收到的人登记",
    "businessRuleTask": "请改为用户任务，由人判断",
    "subProcess": "请另画一个流程，用调用活动（callActivity）调用它",
    "transaction": "请另画一个流程，用调用活动（callActivity）调用它",
    "adHocSubProcess": "请另画一个流程，用调用活动（callActivity）调用它",
    "parallelGateway": "请改为先后办理",
    "inclusiveGateway": "请改为排他网关",
    "complexGateway": "请改为排他网关",
    "eventBasedGateway": "请改为用户任务，时限画成它的边界事件",
    "standardLoopCharacteristics": "请删去，返回重办用排他网关",
    "timeDuration": '请改为写明时限名称：due("时限名称")',
    "dataObject": "请删去，材料和数据写在表单里",
    "dataObjectReference": "请删去，材料和数据写在表单里",
    "dataStoreReference": "请删去，材料和数据写在表单里",
    "property": "请删去，材料和数据写在表单里",
    "callConversation": "请删去，图中只画本机关的流程",
    "messageFlow": "请删去，图中只画本机关的流程",
    "childLaneSet": "请改为并列的泳道",
    "script": "请删去，操作只能由服务任务写明",
})


def remedy(node: etree._Element) -> str:
    """What to do about an element that is not allowed, as the end of a sentence."""
    return _REMEDIES.get(etree.QName(node).localname, "请删去")


def of_whom(tag: object) -> str:
    """The program whose word a tag or an attribute's name is; "" for one of no namespace."""
    space = etree.QName(str(tag)).namespace
    return "" if space is None else MODELLERS.get(space, "其他软件")


def in_words(tag: object) -> str:
    """A foreign element as people know it: ``Flowable的扩展“taskListener”``."""
    local = etree.QName(str(tag)).localname
    whose = of_whom(tag)
    if whose in ("", "BPMN", "BPMN图形"):
        return f"元素“{local}”"
    return f"{whose}的扩展“{local}”"


_UNDECLARED = re.compile(r"Namespace prefix (\S+)(?: for \S+)? on (\S+) is not defined")


def undeclared_prefix(message: str) -> str:
    """The prefix that an XML reader complains of, "" when it complains of something else."""
    found = _UNDECLARED.search(message)
    return found[1] if found else ""
