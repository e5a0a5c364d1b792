"""Adding those who sign in, changing one's own password, and setting another one's."""

from engine.errors import InvalidInput
from engine.identity import rows, sign_in
from engine.identity.commands import (
    AddPerson,
    ChangePassword,
    LiftAddressLock,
    LiftSignInLock,
    ResetPassword,
)
from engine.identity.events import (
    AddressLockLifted,
    PasswordChanged,
    PasswordReset,
    SignInLockLifted,
)
from engine.people.events import PersonAdded
from engine.people.locked import locked_person
from engine.transaction.unit_of_work import UnitOfWork


def add_person(command: AddPerson, unit: UnitOfWork) -> int:
    person_id = sign_in.add_person(unit, command)
    unit.record(PersonAdded(
        person_id=person_id, roles=tuple(role.value for role in command.roles)
    ))
    return person_id


def change_password(command: ChangePassword, unit: UnitOfWork) -> None:
    assert unit.actor.person_id is not None
    sign_in.change_password(
        unit, unit.actor.person_id, old=command.old, new=command.new, keep=unit.actor.session
    )
    unit.record(PasswordChanged(person_id=unit.actor.person_id))


def lift_sign_in_lock(command: LiftSignInLock, unit: UnitOfWork) -> None:
    person = locked_person(unit, command.person_id)
    if not rows.lift_lock(unit.connection, person["sign_in_name"]):
        raise InvalidInput({"": "该人员没有被锁定，可以登录。"})
    unit.record(SignInLockLifted(person_id=command.person_id))


def lift_address_lock(command: LiftAddressLock, unit: UnitOfWork) -> None:
    if not rows.lift_address_lock(unit.connection, command.address):
        raise InvalidInput({"": "这个网络地址没有被锁定。"})
    unit.record(AddressLockLifted(address=command.address[:60]))


def reset_password(command: ResetPassword, unit: UnitOfWork) -> str:
    person = locked_person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能重置本人的密码，请用页面右上角的“修改密码”。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已停用，请先恢复，再重置密码。"})
    sign_in.set_password(unit, person, command.password)
    unit.record(PasswordReset(person_id=command.person_id))
    return command.receipt
