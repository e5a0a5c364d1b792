"""The acts of a request's life, each by the person whose duty it is, through the engine's door.

``ACTS`` names them; plans speak of acts by these names.
"""

from collections.abc import Callable, Mapping

from engine.example_district.acts.serving import come_back, confirm, serve, serve_again
from engine.example_district.acts.stage import Stage, take_first_way
from engine.example_district.acts.working import (
    accept,
    approve_extension,
    archive,
    ask_correction,
    ask_extension,
    claim,
    confirm_lapse,
    consult_legal,
    draft,
    fail_review,
    give_opinion,
    pass_review,
    receive_correction,
    register,
    save,
    send_back,
    sign,
    supervise,
    write_notice,
)
from engine.example_district.plans import Plan

__all__ = ["ACTS", "Stage", "take_first_way"]

ACTS: Mapping[str, Callable[[Stage, Plan], None]] = {
    each.__name__: each for each in (
        register, accept, ask_correction, write_notice, receive_correction, confirm_lapse,
        consult_legal, give_opinion, ask_extension, approve_extension, draft, pass_review,
        fail_review, sign, send_back, serve, confirm, come_back, serve_again, archive, supervise,
        claim, save,
    )
}
