"""The installation's own commands: schema, agencies, users, and the check of the record."""

import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from engine import Role
from web.cli.errors import Failure
from web.cli.place import Asking, configured, opened
from web.cli.table import table
from web.cli.words import File
from web.frame.first_password import first_password

if TYPE_CHECKING:
    from engine import Anchor, Engine

_KINDS = ("government_office", "department", "town", "subdistrict")


@click.command()
def migrate() -> None:
    """建立数据库结构，或者升级到本程序的版本。"""
    from engine import migrate as bring_up_to_date

    before, after = bring_up_to_date(configured(new=True))
    if before == after:
        click.echo(f"数据库结构已是最新（{before}）。")
    elif before:
        click.echo(f"数据库结构已由 {before} 升级到 {after}。")
    else:
        click.echo(f"已建立数据库（结构 {after}）。")


# -- agencies ------------------------------------------------------------------------------


@click.group()
def agencies() -> None:
    """添加、列出机关。"""


@agencies.command("add", cls=Asking)
@click.option("--name", prompt="机关全称", help="印在文书上的全称。")
@click.option("--short-name", prompt="简称", help="在列表中显示的简称。")
@click.option("--letter-code", prompt="机关代字", help="答复文书的机关代字，如“周财公开”。")
@click.option("--kind", prompt="种类", type=click.Choice(_KINDS), help="机关的种类。")
@click.option("--reconsideration-organ", prompt="行政复议机关", help="受理行政复议的机关。")
@click.option("--court", prompt="管辖法院", help="管辖行政诉讼的法院。")
@click.option("--disclosure-office", prompt="公开工作机构", help="如“办公室”。")
@click.option("--address", prompt="办公地址", help="印在文书联系方式中。")
@click.option("--phone", prompt="联系电话", help="印在文书联系方式中。")
@click.option("--postcode", default="", help="邮政编码。")
@click.option("--online-url", default="", help="网上申请行政复议的网址。")
def add_agency(**facts: Any) -> None:
    """添加机关；没有给出的内容逐项询问。"""
    from engine import AddAgency

    with opened() as (engine, actor):
        engine.handle(AddAgency(valid_from=engine.today(), **facts), actor)
    click.echo(f"已添加机关：{facts['name']}（{facts['letter_code']}）。")


@agencies.command("list")
def list_agencies() -> None:
    """列出全部机关。"""
    from engine import Agencies

    with opened() as (engine, actor):
        found = engine.ask(Agencies(), actor)
    click.echo(table(
        ("机关代字", "简称", "全称", "行政复议机关"),
        [(each.letter_code, each.short_name, each.name, each.reconsideration_organ)
         for each in found],
    ))


# -- users ---------------------------------------------------------------------------------


@click.group()
def users() -> None:
    """添加、列出、停用、恢复用户，重置密码。"""


@users.command("add", cls=Asking)
@click.option("--sign-in-name", prompt="用户名", help="登录用的名称。")
@click.option("--name", prompt="姓名", help="真实姓名，印在办理记录中。")
@click.option("--agency", prompt="所在机关的机关代字", help="机关代字，如“周财公开”。")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]),
    help="职责，可以重复给出多项。",
)
@click.option("--password-stdin", is_flag=True, help="从标准输入读取密码的第一行。")
def add_user(
    sign_in_name: str, name: str, agency: str, roles: tuple[str, ...], password_stdin: bool
) -> None:
    """添加用户；没有给出的内容逐项询问。

    不用 --password-stdin 时，系统生成随机密码并只显示这一次，请本人登录后修改。
    """
    from engine import AddPerson, Agencies

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else first_password()
    wanted = roles or _asked_roles()
    with opened() as (engine, actor):
        known_agencies = engine.ask(Agencies(), actor)
        found = next((each.id for each in known_agencies if each.letter_code == agency), None)
        if found is None:
            known = "、".join(each.letter_code for each in known_agencies) or "还没有机关"
            raise Failure(f"没有机关代字为“{agency}”的机关（{known}），请先用 agencies add 添加")
        engine.handle(AddPerson(
            sign_in_name=sign_in_name, name=name, agency_id=found, password=password,
            roles=tuple(dict.fromkeys(Role(role) for role in wanted)),
        ), actor)
    click.echo(f"已添加用户：{sign_in_name}（{name}）。")
    if not password_stdin:
        click.echo(f"密码（只显示这一次）：{password}")


def _asked_roles() -> tuple[str, ...]:
    known = tuple(Role)
    click.echo("职责：")
    for place, role in enumerate(known, 1):
        click.echo(f"  {place} {role.title}")
    answer = click.prompt("请输入序号，多项用空格隔开", type=str)
    places = answer.replace(",", " ").replace("，", " ").replace("、", " ").split()
    if not all(place.isdecimal() and 1 <= int(place) <= len(known) for place in places):
        raise Failure(f"职责的序号应当在 1 至 {len(known)} 之间")
    return tuple(known[int(place) - 1] for place in places)


@users.command("list")
def list_users() -> None:
    """列出全部用户和职责。"""
    from engine import Accounts, Agencies

    with opened() as (engine, actor):
        codes = {each.id: each.letter_code for each in engine.ask(Agencies(ended=True), actor)}
        rows = [
            (each.sign_in_name, each.name, codes[each.agency.id],
             "、".join(role.title for role in each.roles), "" if each.active else "已停用")
            for each in engine.ask(Accounts(), actor)
        ]
    click.echo(table(("用户名", "姓名", "机关代字", "职责", "状态"), rows))


@users.command("reset-password")
@click.argument("sign_in_name", metavar="用户名")
def reset_password(sign_in_name: str) -> None:
    """生成新的随机密码并只显示这一次；该用户在各处的登录全部失效。"""
    from engine import ResetPassword

    password = first_password()
    with opened() as (engine, actor):
        person_id = _known(engine, sign_in_name)
        engine.handle(ResetPassword(person_id=person_id, password=password), actor)
    click.echo(f"已重置密码：{sign_in_name}。")
    click.echo(f"密码（只显示这一次）：{password}")


@users.command("disable")
@click.argument("sign_in_name", metavar="用户名")
def disable_user(sign_in_name: str) -> None:
    """停用用户：不能再登录，已签收的工作放回。"""
    from engine import DisablePerson

    with opened() as (engine, actor):
        engine.handle(DisablePerson(person_id=_known(engine, sign_in_name)), actor)
    click.echo(f"已停用：{sign_in_name}。")


@users.command("restore")
@click.argument("sign_in_name", metavar="用户名")
def restore_user(sign_in_name: str) -> None:
    """恢复已停用的用户：可以用原来的密码登录。"""
    from engine import RestorePerson

    with opened() as (engine, actor):
        engine.handle(RestorePerson(person_id=_known(engine, sign_in_name)), actor)
    click.echo(f"已恢复：{sign_in_name}。")


def _known(engine: "Engine", sign_in_name: str) -> int:
    from engine import AT_THE_KEYBOARD, AccountNamed

    account = engine.ask(AccountNamed(sign_in_name=sign_in_name), AT_THE_KEYBOARD)
    if account is None:
        raise Failure(f"没有用户名为“{sign_in_name}”的用户，请用 users list 查看")
    return account.id


# -- the record ----------------------------------------------------------------------------


@click.group()
def audit() -> None:
    """核验、导出审计记录。"""


@audit.command("export")
@click.argument("file", default="-", metavar="[文件|-]", type=File("w", encoding="utf-8"))
def export_audit(file: TextIO) -> None:
    """逐行输出全部审计记录（JSON），连同各条的散列，供存档和另行核验。"""
    from engine import EveryEvent
    from web.office.record import as_hashed

    with opened() as (engine, actor):
        file.writelines(as_hashed(each) + "\n" for each in engine.stream(EveryEvent(), actor))


@audit.command("verify")
@click.option(
    "--since", metavar="编号:散列",
    help="以前抄存在系统以外的一条（核验时输出的编号和散列）；记录必须包含这一条。",
)
def verify_audit(since: str | None) -> None:
    """重新计算全部审计记录的散列，核验没有被改动。

    最后一条的编号和散列应当定期抄存在系统以外，下一次用 --since 给出，以便发现末尾被截去、
    全部记录被重写。
    """
    from engine import VerifyRecord

    anchor = None if since is None else _anchor(since)
    with opened() as (engine, actor):
        state = engine.ask(VerifyRecord(since=anchor), actor)
    if state.broken is not None:
        raise Failure(_BROKEN[state.broken.reason].format(
            seq=state.broken.seq, since=since, last=state.seq
        ))
    click.echo(f"审计记录完整，共 {state.seq} 条；末条散列 {state.digest}")
    if anchor is not None:
        click.echo(f"与抄存的第 {anchor.seq} 条一致，其后新增 {state.seq - anchor.seq} 条。")
    click.echo(f"请抄存：{state.seq}:{state.digest}")


_BROKEN = {
    "missing": "审计记录第 {seq} 条缺失",
    "altered": "审计记录第 {seq} 条被改动",
    "head": "审计记录第 {seq} 条与末条记录不符",
    "other": "审计记录第 {seq} 条与抄存的散列不符：此前的记录曾被整体重写，或者这不是同一份数据",
    "cut": "审计记录到第 {last} 条为止，抄存的 {since} 不在其中：末尾的记录曾被截去，"
           "或者数据是从更早的备份恢复的",
}


def _anchor(text: str) -> "Anchor":
    """``SEQ:HASH`` as it was printed. Raises BadParameter."""
    from engine import Anchor

    seq, _, digest = text.strip().replace("：", ":").partition(":")
    seq, digest = seq.strip(), digest.strip().casefold()
    if not re.fullmatch(r"[0-9]{1,15}", seq) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise Failure("--since 应当写成“编号:散列”，即以前核验时输出的编号和 64 位散列")
    return Anchor(int(seq), digest)
