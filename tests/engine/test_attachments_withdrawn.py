"""A wrong file is taken back and kept; a secret uploaded by mistake is removed, and known of."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine import (
    AddAttachment,
    ArrivalFacts,
    ArrivalPage,
    ArrivalPaper,
    AttachmentFile,
    CaseClosed,
    FileRefused,
    InvalidInput,
    MergeCase,
    NotFound,
    NotPermitted,
    QuarantineAttachment,
    Role,
    TakeIn,
    UnlawfulAct,
    Upload,
    VoidRegistration,
    WithdrawAttachment,
)
from engine.errors import CaseMergedAlready, CaseVoided
from engine.store.tables import blobs
from tests.conftest import ON_ONE_KIND
from tests.engine.office import DISCLOSED, LIVES, Office, accepted, day, reviewed, submitted

SECRET = Upload(name="内部名单.txt", content="不该上传的内容".encode())


def put(office: Office, case_id: int, file: Upload = SECRET) -> int:
    return int(office.engine.handle(
        AddAttachment(case_id=case_id, upload=file), office.people[Role.INTAKE_OFFICER]))


def withdraw(office: Office, file: int, reason: str = "传错了办件") -> None:
    office.engine.handle(
        WithdrawAttachment(attachment_id=file, reason=reason), office.people[Role.HANDLER])


def quarantine(office: Office, file: int, reason: str = "误传", by: Role = Role.HANDLER) -> None:
    office.engine.handle(
        QuarantineAttachment(attachment_id=file, reason=reason), office.people[by])


def kept_bytes(office: Office, digest: str) -> int:
    with office.engine.database.read() as connection:
        return int(connection.execute(
            select(func.length(blobs.c.content)).where(blobs.c.digest == digest)).scalar_one())


def test_a_wrong_file_is_kept_and_no_longer_offered(office: Office) -> None:
    case_id = office.register()
    file = put(office, case_id)
    withdraw(office, file)
    (view,) = office.case(case_id).attachments
    assert (view.name, view.reason, view.quarantined) == ("内部名单.txt", "传错了办件", False)
    assert view.withdrawn_by == "承办人员"
    assert kept_bytes(office, view.digest) == len(SECRET.content)
    with pytest.raises(NotFound):
        office.engine.ask(AttachmentFile(attachment_id=file), office.people[Role.HANDLER])
    with pytest.raises(UnlawfulAct, match="已经撤下"):
        withdraw(office, file)
    assert "AttachmentWithdrawn" in office.events(case_id)


def test_of_a_secret_only_that_it_was_there_remains(office: Office) -> None:
    case_id = office.register()
    file = put(office, case_id)
    quarantine(office, file, by=Role.CONFIDENTIALITY_REVIEWER)
    (view,) = office.case(case_id).attachments
    assert (view.name, view.size, view.quarantined) == (
        "已隔离的文件", len(SECRET.content), True)
    assert (view.added_by, len(view.digest)) == ("受理人员", 64)
    assert kept_bytes(office, view.digest) == 0
    with pytest.raises(NotFound):
        office.engine.ask(AttachmentFile(attachment_id=file), office.people[Role.HANDLER])
    with pytest.raises(FileRefused, match="不能再次上传"):
        put(office, case_id)
    with pytest.raises(UnlawfulAct, match="已经隔离删除"):
        quarantine(office, file)


def test_the_same_bytes_of_two_cases_go_with_the_last_of_them(office: Office) -> None:
    first, second = office.register(), office.register()
    one, two = put(office, first), put(office, second)
    digest = office.case(first).attachments[0].digest
    quarantine(office, one)
    assert kept_bytes(office, digest) == len(SECRET.content)
    quarantine(office, two)
    assert kept_bytes(office, digest) == 0


def test_a_secret_is_removed_at_any_stage_a_wrong_file_only_before_the_review(
    office: Office
) -> None:
    """Art. 17: what was reviewed is what goes out. A secret goes at once, wherever the case is."""
    case_id = office.register()
    wrong, secret = put(office, case_id, Upload(name="草稿.txt", content="一".encode())), put(
        office, case_id)
    office.play(case_id, (
        accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED), reviewed(day(3, 5))))
    with pytest.raises(UnlawfulAct, match="保密审查"):
        withdraw(office, wrong)
    office.play(case_id, LIVES["disclosed"][3:])
    assert office.case(case_id).status == "archived"
    quarantine(office, secret, by=Role.MANAGER)
    assert [each.quarantined for each in office.case(case_id).attachments] == [False, True]


def test_who_may_and_with_what_reason(office: Office) -> None:
    file = put(office, office.register())
    for reason in (" ", "长" * 201, "错\x07"):
        with pytest.raises(InvalidInput) as refused:
            withdraw(office, file, reason)
        assert set(refused.value.problems) == {"reason"}
        with pytest.raises(InvalidInput):
            quarantine(office, file, reason)
    with pytest.raises(NotPermitted):
        quarantine(office, file, by=Role.REVIEWER)
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    with pytest.raises(NotFound):
        quarantine(other, file)


def test_what_lay_there_when_the_reply_was_issued_is_not_withdrawn_after_it_left(
    office: Office
) -> None:
    """It may have gone out with the reply. A paper that came in has not; what is added later
    (the proof of posting) neither."""
    case_id = office.register()
    enclosed = put(office, case_id, Upload(name="决算.txt", content="决算".encode()))
    scan = put(office, case_id, Upload(
        name="别人的身份证.txt", content="另一人".encode(), label="identity"))
    office.play(case_id, LIVES["disclosed"][:5])
    office.clock.go_to(day(3, 9))
    later = put(office, case_id, Upload(name="收据.txt", content="收据".encode()))
    with pytest.raises(UnlawfulAct, match="可能已经随答复发出，不能撤下"):
        withdraw(office, enclosed)
    assert [bool(each.went_out) for each in office.case(case_id).attachments] == [
        True, False, False]
    withdraw(office, scan, "扫描了别人的证件")
    withdraw(office, later)
    office.play(case_id, LIVES["disclosed"][5:])
    with pytest.raises(CaseClosed):
        withdraw(office, enclosed)


def test_the_record_of_a_secret_tells_its_digest_its_size_and_who_removed_it(
    office: Office
) -> None:
    case_id = office.register()
    file = put(office, case_id)
    digest = office.case(case_id).attachments[0].digest
    quarantine(office, file, by=Role.MANAGER)
    (event,) = [each for each in office.case(case_id).timeline
                if each.kind == "AttachmentQuarantined"]
    assert (event.by, event.data["digest"], event.data["size"], event.data["erased"]) == (
        "督办人员", digest, len(SECRET.content), True)
    assert SECRET.name not in str(office.case(case_id).timeline)


@ON_ONE_KIND       # of SQLite; the manual tells what PostgreSQL keeps
def test_a_secret_stands_nowhere_in_the_files_of_the_database(
    office: Office, tmp_path: Path
) -> None:
    """Neither in the file nor in its log; nor anywhere else among the data."""
    words = "不该上传的内容，占满好几页。".encode()
    case_id = office.register()
    file = put(office, case_id, Upload(name="名单.txt", content=words * 2000))

    def places() -> list[str]:
        return [each.name for each in tmp_path.rglob("*")
                if each.is_file() and words in each.read_bytes()]

    assert places() != []
    quarantine(office, file)
    assert places() == []
    office.register()       # and the database works on


def test_of_an_arrival_that_became_a_case_the_paper_is_gone_as_well(office: Office) -> None:
    officer = office.people[Role.INTAKE_OFFICER]
    facts = ArrivalFacts(way="in_person", arrived_on=day(3, 2), sender="王小明")
    arrival = office.engine.handle(TakeIn(facts=facts, papers=(SECRET,)), officer)
    (paper,) = office.engine.ask(ArrivalPage(arrival_id=arrival), officer).papers
    case_id = office.register(arrival_id=arrival)
    (file,) = office.case(case_id).attachments
    quarantine(office, file.id)
    assert kept_bytes(office, file.digest) == 0
    (paper,) = office.engine.ask(ArrivalPage(arrival_id=arrival), officer).papers
    assert (paper["name"], paper["quarantined"]) == ("已隔离的文件", True)
    with pytest.raises(NotFound):
        office.engine.ask(ArrivalPaper(paper_id=paper["id"]), officer)
    with pytest.raises(FileRefused, match="不能再次上传"):
        office.engine.handle(TakeIn(facts=facts, papers=(SECRET,)), officer)


def test_what_still_waits_as_an_arrival_keeps_its_bytes(office: Office) -> None:
    """Nobody has said of that paper that it is a secret; the record says that bytes remain."""
    officer = office.people[Role.INTAKE_OFFICER]
    facts = ArrivalFacts(way="in_person", arrived_on=day(3, 2), sender="李华")
    office.engine.handle(TakeIn(facts=facts, papers=(SECRET,)), officer)
    case_id = office.register()
    quarantine(office, put(office, case_id))
    (file,) = office.case(case_id).attachments
    assert kept_bytes(office, file.digest) == len(SECRET.content)
    assert office.case(case_id).timeline[-1].data["erased"] is False


def test_another_agency_takes_back_nothing(office: Office) -> None:
    file = put(office, office.register())
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    with pytest.raises(NotFound):
        withdraw(other, file)
    with pytest.raises(NotPermitted):
        office.engine.handle(WithdrawAttachment(attachment_id=file, reason="错"),
                             office.people[Role.MANAGER])


def test_a_file_that_was_withdrawn_may_turn_out_to_be_a_secret(office: Office) -> None:
    case_id = office.register()
    file = put(office, case_id)
    withdraw(office, file)
    quarantine(office, file, "核对后发现涉密")
    (view,) = office.case(case_id).attachments
    assert (view.quarantined, view.reason, kept_bytes(office, view.digest)) == (
        True, "核对后发现涉密", 0)
    assert [each for each in office.events(case_id) if each.startswith("Attachment")] == [
        "AttachmentAdded", "AttachmentWithdrawn", "AttachmentQuarantined"]


@pytest.mark.parametrize("state", ["void", "merged"])
def test_a_secret_is_removed_from_a_case_that_goes_no_further(office: Office, state: str) -> None:
    main, case_id = office.register(), office.register()
    file = put(office, case_id)
    if state == "void":
        office.engine.handle(VoidRegistration(case_id=case_id, reason="登记有误"),
                             office.people[Role.INTAKE_OFFICER])
    else:
        office.engine.handle(MergeCase(case_id=case_id, into_case_id=main, reason="同一申请"),
                             office.people[Role.INTAKE_OFFICER])
    with pytest.raises((CaseVoided, CaseMergedAlready)):
        withdraw(office, file)
    quarantine(office, file)
    assert office.case(case_id).attachments[0].quarantined
