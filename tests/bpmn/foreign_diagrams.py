"""Small diagrams as other programs write them: what somebody brings who drew before asking."""

from typing import Final

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" """

#: The first thing that bpmn.io draws: tasks without a type, no pool, no lanes.
BPMN_IO: Final = _HEAD + """id="Definitions_0x1" targetNamespace="http://bpmn.io/schema/bpmn"
    exporter="bpmn-js (https://demo.bpmn.io)" exporterVersion="18.31.1">
  <bpmn:process id="Process_1" isExecutable="false">
    <bpmn:startEvent id="StartEvent_1"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="Activity_1" name="填写申请">
      <bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing>
    </bpmn:task>
    <bpmn:manualTask id="Activity_2" name="盖章">
      <bpmn:incoming>Flow_2</bpmn:incoming><bpmn:outgoing>Flow_3</bpmn:outgoing>
    </bpmn:manualTask>
    <bpmn:endEvent id="Event_1" name="办结"><bpmn:incoming>Flow_3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Activity_2" />
    <bpmn:sequenceFlow id="Flow_3" sourceRef="Activity_2" targetRef="Event_1" />
  </bpmn:process>
</bpmn:definitions>
"""

#: Camunda 7: forms, assignees and listeners in its own words; a parallel gateway.
CAMUNDA_7: Final = _HEAD + """id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    exporter="Camunda Modeler" exporterVersion="5.30.0"
    modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.22.0">
  <bpmn:process id="leave" name="请假" isExecutable="true" camunda:historyTimeToLive="180">
    <bpmn:startEvent id="start" name="开始" camunda:initiator="who" />
    <bpmn:userTask id="approve" name="审批" camunda:assignee="${boss}">
      <bpmn:extensionElements>
        <camunda:formData><camunda:formField id="days" type="long" /></camunda:formData>
        <camunda:taskListener event="create" class="com.example.Told" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:serviceTask id="book" name="登记" camunda:class="com.example.Book" />
    <bpmn:parallelGateway id="both" name="分头" />
    <bpmn:endEvent id="done" name="结束" />
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="approve" />
    <bpmn:sequenceFlow id="f2" sourceRef="approve" targetRef="both" />
    <bpmn:sequenceFlow id="f3" sourceRef="both" targetRef="book" />
    <bpmn:sequenceFlow id="f4" sourceRef="both" targetRef="done" />
    <bpmn:sequenceFlow id="f5" sourceRef="book" targetRef="done" />
  </bpmn:process>
</bpmn:definitions>
"""

#: Camunda 8: zeebe's words, and a FEEL condition with a message that ends the task.
CAMUNDA_8: Final = _HEAD + """id="Definitions_2" targetNamespace="http://bpmn.io/schema/bpmn"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <bpmn:process id="order" name="受理" isExecutable="true">
    <bpmn:startEvent id="start" name="来件"><bpmn:messageEventDefinition id="m" /></bpmn:startEvent>
    <bpmn:serviceTask id="check" name="核对">
      <bpmn:extensionElements><zeebe:taskDefinition type="check" /></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:exclusiveGateway id="which" name="齐全吗" default="f3" />
    <bpmn:endEvent id="good" name="受理" /><bpmn:endEvent id="bad" name="退回" />
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check" />
    <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="which" />
    <bpmn:sequenceFlow id="f3" name="否" sourceRef="which" targetRef="bad" />
    <bpmn:sequenceFlow id="f4" name="是" sourceRef="which" targetRef="good">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression"
          >=complete</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
  </bpmn:process>
</bpmn:definitions>
"""


def _without_prefix(whose: str, namespace: str) -> str:
    """Flowable and Activiti write BPMN without a prefix, and are alike but for their words."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:{whose}="{namespace}"
    typeLanguage="http://www.w3.org/2001/XMLSchema"
    expressionLanguage="http://www.w3.org/1999/XPath"
    targetNamespace="http://www.{whose}.org/processdef">
  <process id="approval" name="审批" isExecutable="true">
    <startEvent id="begin" name="开始" {whose}:formKey="begin" />
    <userTask id="manager" name="负责人审批" {whose}:candidateGroups="managers" />
    <subProcess id="inside" name="会签">
      <startEvent id="sub_begin" /><userTask id="sub_task" name="会签" /><endEvent id="sub_end" />
      <sequenceFlow id="sub_1" sourceRef="sub_begin" targetRef="sub_task" />
      <sequenceFlow id="sub_2" sourceRef="sub_task" targetRef="sub_end" />
    </subProcess>
    <endEvent id="end" name="结束" />
    <sequenceFlow id="f1" sourceRef="begin" targetRef="manager" />
    <sequenceFlow id="f2" sourceRef="manager" targetRef="inside" />
    <sequenceFlow id="f3" sourceRef="inside" targetRef="end" />
  </process>
</definitions>
"""


FLOWABLE: Final = _without_prefix("flowable", "http://flowable.org/bpmn")
ACTIVITI: Final = _without_prefix("activiti", "http://activiti.org/bpmn")
ALL: Final = {
    "bpmn.io": BPMN_IO, "Camunda 7": CAMUNDA_7, "Camunda 8": CAMUNDA_8, "Flowable": FLOWABLE,
    "Activiti": ACTIVITI,
}
