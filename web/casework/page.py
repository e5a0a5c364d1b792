"""The one page of a case: what there is to look at, and the task that lies open beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from lxml import etree

from engine import (
    CaseFileView,
    CaseView,
    DiagramView,
    EarlierAdvice,
    Field,
    FormChoice,
    ItemState,
    LetterEditor,
    LetterView,
    TaskForm,
    TaskItem,
    UnlawfulAct,
    withdrawal_ways,
)
from web.casework import clock_strip, proof, tabs, timeline
from web.frame.access import the_engine
from web.frame.forms import kept_key, posted_number
from web.frame.language import CHINESE, explain, language, translate
from web.frame.vocabulary import ITEM_ASKED, grouped

#: What of earlier advice goes into which field of the forms that ask for it and give it.
COPIED_INTO: Mapping[str, Callable[[EarlierAdvice], str]] = {
    "legal_question": lambda said: translate(
        "参考{number}的法制意见：{opinion}", number=said.case_number, opinion=said.opinion),
    "legal_reasons": lambda said: said.reasons,
    "opinion": lambda said: said.opinion,
}
_LABEL = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNLabel"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_ENGLISH_LABEL = 86     # pixels


@dataclass(frozen=True)
class Layout:
    """Which fields and buttons stand together on the form of a task.

    ``asides`` are choices with fields of their own, folded away until somebody wants them.
    """

    fields: tuple[Field, ...]
    choices: tuple[FormChoice, ...]
    asides: tuple[tuple[FormChoice, tuple[Field, ...]], ...]


def layout(form: TaskForm) -> Layout:
    """The plan of a form. Only where a letter is drafted do side ways fold away."""
    if not any(field.type == "letter" for field in form.fields):
        return Layout(fields=form.fields, choices=form.choices, asides=())
    asides = tuple(
        (choice, own)
        for choice in form.choices[1:]
        if (own := tuple(
            field for field in form.fields
            if field.name in choice.requires and not field.required and field.type != "letter"
        ))
    )
    aside_fields = {field.name for _, own in asides for field in own}
    aside_choices = {choice.value for choice, _ in asides}
    return Layout(
        fields=tuple(field for field in form.fields if field.name not in aside_fields),
        choices=tuple(choice for choice in form.choices if choice.value not in aside_choices),
        asides=asides,
    )


def of_case(view: CaseFileView, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All that ``casework/case.html`` shows. values: what stands typed in the form, if not what
    its task keeps."""
    case, form = view.case, view.at_hand
    drafting = view.editor is not None
    known = [*view.people, *(task.assignee for task in case.tasks), case.handler]
    page = {
        "case": case, "form": form, "others": view.others, "stages": view.stages,
        "drafting": drafting, "strip": clock_strip.build(case, the_engine().today()),
        "tab": _tab(view), "tabs": tabs.of(case),
        "record": timeline.tell(case.timeline, filter(None, known), case.letters),
        "diagrams": _diagrams(view.diagrams, form), "rows": proof.rows(case.assessment),
        "withdrawal_ways": withdrawal_ways().items() if case.may_withdraw else (),
        "key": kept_key(), "my_work": view.my_work, "just_made": just_made,
        "next_piece": next_piece(view) if view.my_work else None,
        "may_add_files": view.no_files is None,
        "no_files_because":
            explain(view.no_files) if isinstance(view.no_files, UnlawfulAct) else "",
        "values": values if values is not None
        else {**form.suggested, **form.values, **_copied(view)} if form else {},
        "copies_into": takes_advice(form),
        **_of_items(case),
        "acknowledgement": next(
            (letter for letter in case.letters if letter.kind == "acknowledgement"), None
        ),
    }
    return page | (editor(view.editor) if view.editor is not None else {})


def _copied(view: CaseFileView) -> dict[str, str]:
    """Earlier advice that is to be copied into the form, behind what stands there."""
    wanted, form = posted_number(request.args.get("copy", "")), view.at_hand
    found = next((each for each in view.case.legal.earlier if each.id == wanted), None)
    if found is None or form is None:
        return {}
    said = {name: take(found) for name, take in COPIED_INTO.items()}
    return {
        each.name: "\n".join(filter(None, [form.values.get(each.name), said[each.name]]))
        for each in form.fields if said.get(each.name)
    } if takes_advice(form) else {}


def takes_advice(form: TaskForm | None) -> bool:
    """Whether earlier advice may be copied into a form: it asks for an opinion, or gives one."""
    names = set() if form is None else {each.name for each in form.fields}
    # An opinion that came on paper is entered as it was written.
    return "legal_question" in names or ("legal_reasons" in names
                                         and "opinion_given_by" not in names)


def _of_items(case: CaseView) -> dict[str, Any]:
    """What the items may be found to be, by headings, and which ground asks for what."""
    found = case.items.grounds
    return {
        "item_grounds": [
            (group, [each for each in found if each.group == group])
            for group in dict.fromkeys(each.group for each in found)
        ],
        "item_asked": {
            name: [each.code for each in found if name in each.asks] for name in ITEM_ASKED
        },
        "letter_of": {letter.id: letter for letter in case.letters},
    }


def next_piece(view: CaseFileView) -> TaskItem:
    """What to go on with: work of the kind that was just done, else whatever is most urgent.

    Whoever leaves one thing for later is not led back to it after each of the others.
    """
    done = view.case.done[-1].step_name if view.case.done else ""
    return next((item for item in view.my_work if item.name == done), view.my_work[0])


def just_made(case: CaseView) -> LetterView | None:
    """The letter that the latest step of a case issued, if it issued one."""
    made = [
        letter for letter in case.letters
        if letter.issued_at and case.done and letter.issued_at >= case.done[-1].at
    ]
    return made[-1] if made else None


def editor(shown: LetterEditor) -> dict[str, Any]:
    """What the reply editor and its preview show."""
    return {
        "groups": grouped(shown.kinds), "chosen": shown.chosen, "letter": shown.letter,
        "missing": shown.missing, "preview": shown.preview, "kinds_not_now": shown.not_now,
    }


def _tab(view: CaseFileView) -> str:
    """What was asked for, or what the open task must look at first."""
    asked = request.args.get("tab", "")
    if asked in tabs.of(view.case):
        return asked
    if view.at_hand is None:
        return "handling"
    if view.editor is not None and len(view.case.items.items) > 1 and any(
        item.state == ItemState.OPEN and not item.ground for item in view.case.items.items
    ):
        return "items"      # what each is found to be comes before the letter
    if any(each.about == view.at_hand.task.about for each in view.case.excess.asked):
        return "excess"
    if any(each.about == view.at_hand.task.about for each in view.case.charging.fees):
        return "charging"   # what is counted, and what it comes to
    if any(each.about == view.at_hand.task.about for each in view.case.remedies.remedies):
        return "remedies"   # what was contested, and what it came to
    if view.case.review.may_find and view.case.review.not_yet:
        return "secrecy"    # what is found of each item comes before the conclusion
    return "letters" if view.editor is not None or view.at_hand.letter else "request"


def _diagrams(found: Iterable[DiagramView], form: TaskForm | None) -> list[dict[str, Any]]:
    """Shown first: where the task at hand stands, else the deepest that the life has come to."""
    views = [view for view in found if view.tokens]
    deepest = max(
        (index for index, view in enumerate(views) if view.active and not view.about), default=0
    )
    if form is not None:
        at_hand = (form.task.element, form.task.about)
        deepest = next((
            index for index, view in enumerate(views) for token in view.tokens
            if (token.element, view.about) == at_hand and token.state == "waiting"
        ), deepest)
    return [
        {
            "process": view.process,
            "name": translate(view.name), "about": view.about,
            "version": view.version,
            "xml": _in_language(view),
            "shown": index == deepest,
            "active": view.active,
            "tokens": [
                {
                    "element": token.element, "state": token.state,
                    "name": translate(token.name), "holder": token.holder,
                    "role": translate(token.role),
                }
                for token in view.tokens
            ],
        }
        for index, view in enumerate(views)
    ]


def _in_language(view: DiagramView) -> str:
    """The diagram's XML with its names in the reader's language."""
    if language() == CHINESE:
        return str(view.xml)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(view.xml.encode(), parser)
    for element in root.iter():
        name = element.get("name")
        if name:
            element.set("name", translate(name))
    for bounds in root.iterfind(f".//{_LABEL}/{_BOUNDS}"):
        _widen(bounds)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _widen(bounds: Any) -> None:
    """English words are longer than Chinese ones: the label grows around its middle."""
    missing = _ENGLISH_LABEL - float(bounds.get("width"))
    if missing > 0:
        bounds.set("width", str(_ENGLISH_LABEL))
        bounds.set("x", str(float(bounds.get("x")) - missing / 2))
