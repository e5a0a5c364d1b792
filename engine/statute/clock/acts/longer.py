"""What makes the reply period longer: an extension, and a reply deferred for good reasons."""

from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading


def extended(reading: Reading, entry: Entry) -> None:
    """第三十三条第二款：经工作机构负责人同意并告知申请人，延长最长不得超过20个工作日。"""
    rules = reading.rules
    if reading.served_too_early(entry) or reading.idle(entry) or reading.term_is_set(entry):
        return
    if reading.until is not None:
        reading.note("already_deferred", entry, until=reading.until)
        return
    refused = reading.passed(entry, "extension_out_of_time", reading.told(entry))
    if reading.extensions >= rules.extension_times:
        reading.note("second_extension", entry)
        refused = True
    if entry.working_days is None or entry.working_days < 1:
        reading.note("extension_without_days", entry)
        return
    if entry.working_days > rules.extension:
        reading.note("extension_too_long", entry, days=entry.working_days, most=rules.extension)
        refused = True
    if not refused:
        if entry.served is not None:
            reading.passed(entry, "extension_told_late", entry.served)
        reading.note_awaited(entry)
        reading.extension = entry.working_days
        reading.extensions += 1


def reasons_requested(reading: Reading, entry: Entry) -> None:
    """第三十五条：申请数量、频次明显超过合理范围的，可以要求申请人说明理由。"""
    if reading.rules.is_2007:
        reading.note("reasons_not_available", entry)
        return
    if reading.reasons:
        reading.note("reasons_not_asked", entry)
        return
    if reading.idle(entry):
        return
    reading.reasons = "requested"
    if reading.discretion.reasons_effect == "restarts":
        reading.wait("reasons", entry.on, None, reading.rules.reasons_article)


def reasons_given(reading: Reading, entry: Entry) -> None:
    """The reasons came: whether they are good ones is for people to say."""
    if reading.reasons != "requested":
        reading.note("reasons_not_asked", entry)
        return
    reading.reasons = "given"
    if reading.waiting == "reasons":
        reading.restart(entry.on, reading.rules.reasons_article)


def deferred(reading: Reading, entry: Entry) -> None:
    """第三十五条：申请理由合理但无法按期答复的，可以确定延迟答复的合理期限并告知申请人。"""
    if reading.reasons != "given":
        reading.note("reasons_not_asked", entry)
        return
    if reading.until is not None:
        reading.note("already_deferred", entry, until=reading.until)
        return
    if (
        reading.idle(entry) or reading.term_is_set(entry)
        or reading.passed(entry, "deferral_out_of_time")
    ):
        return
    due = reading.due()
    if entry.until is None or (due is not None and entry.until <= due):
        reading.note("deferral_not_later", entry, until=entry.until, due=due)
        return
    reading.until, reading.deferred_on = entry.until, entry.on
