"""``gongkai check``: what an administrator has to see to, without a browser."""

import sys

import click

from web.cli.errors import as_called
from web.cli.place import opened


@click.command()
def check() -> None:
    """检查运行状况：定时器、放假安排、备份、无人担任的职责、登录锁定。

    有需要处理的事项的，逐条列出，退出状态为 1；可以由监控程序定期运行。
    """
    from engine import Accounts, LockedAddresses, SystemPage

    with opened() as (engine, actor):
        view = engine.ask(SystemPage(), actor)
        locked = [
            f"{each.name}（{each.sign_in_name}）登录失败次数过多，已被锁定"
            for each in engine.ask(Accounts(), actor) if each.locked_until is not None
        ]
        locked += [
            f"来自网络地址 {address} 的登录失败过多，已被锁定"
            for address, _ in engine.ask(LockedAddresses(), actor)
        ]
    found = [*view.health.problems, *filter(None, [view.alarm])]
    if view.backup_due:
        found.append(
            "还没有备份过，请运行 gongkai backup" if view.backup_at is None
            else f"上次备份在 {view.backup_at.astimezone():%Y-%m-%d %H:%M}，请尽快备份"
        )
    found += [each.in_words for each in view.unheld] + locked
    for each in found:
        click.echo(as_called(each))
    if found:
        sys.exit(1)
    click.echo("一切正常。")
