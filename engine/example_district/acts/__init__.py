"""The acts of a request's life, each by the person whose duty it is, through the engine's door.

``ACTS`` names them; plans speak of acts by these names.
"""

from collections.abc import Callable, Mapping

from engine.example_district.acts.charging import (
    approve_fee,
    ask_for_reasons,
    charge,
    doubt,
    find_reasonable,
    find_unreasonable,
    give_reasons,
    lapse_fee,
    pay_fee,
    propose_fee,
)
from engine.example_district.acts.consulting import (
    answer_colleague,
    approve_transfer,
    arrange_adviser,
    ask_colleague,
    ask_party,
    decide_against_objection,
    decide_to_withhold,
    decide_with_consent,
    inquiry_arrives,
    party_agrees,
    party_objects,
    propose_transfer,
    receive_determination,
    refer,
    send_colleague_back,
    send_inquiry,
    send_referral,
    take_over,
    tell_of_transfer,
    tell_party,
)
from engine.example_district.acts.contesting import (
    answer_remedy,
    contest,
    dismiss,
    order_anew,
    reopen,
    sue,
    take_back,
    uphold,
)
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
        # beside the life, where the release has it
        ask_party, send_inquiry, inquiry_arrives, party_agrees, party_objects, decide_to_withhold,
        decide_with_consent, decide_against_objection, tell_party, charge, propose_fee,
        approve_fee, pay_fee, lapse_fee, doubt, ask_for_reasons, give_reasons, find_reasonable,
        find_unreasonable, ask_colleague, answer_colleague, send_colleague_back,
        propose_transfer, approve_transfer, take_over, tell_of_transfer, refer, send_referral,
        receive_determination, arrange_adviser, contest, sue, answer_remedy, uphold, dismiss,
        take_back, order_anew, reopen,
    )
}
