"""The request goes to another organ, which answers it."""

from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading

_HOW = {
    "first": "仍自首先收到申请之日起计算",
    "answering": "自答复的机关收到之日起重新计算，答复不宜晚于原定期限",
}


def transferred(reading: Reading, entry: Entry) -> None:
    """第三十三条：自收到申请之日起20个工作日内予以答复. Which organ's receipt counts after a
    transfer the law does not say; what is handed on within one organ is no transfer."""
    if reading.idle(entry) or reading.term_is_set(entry):
        return
    if reading.passed(entry, "transfer_out_of_time"):
        return
    reads = reading.discretion.transfer_receipt
    reading.note("transferred", entry, how=_HOW[reads])
    if reads == "answering":
        reading.restart(entry.on, reading.rules.reply_article)
        reading.restarted = "transfer"
