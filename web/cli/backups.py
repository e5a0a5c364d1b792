"""``gongkai backup`` and ``gongkai restore``: all data into one verified file, and back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.place import configured
from web.cli.words import Place

if TYPE_CHECKING:
    from engine import Backup


@click.command()
@click.argument("place", metavar="文件|文件夹", type=Place())
def backup(place: Path) -> None:
    """把全部数据备份到一个文件，核验后才算完成；服务不必停止。

    给出文件夹的，文件名由备份的时间组成。已有的文件不会被覆盖。备份含有个人信息和全部文书：请加密，
    存放在另一台机器上；打印出来的末条编号和散列另行保存。
    """
    from engine import backup as copy_all

    made = copy_all(configured(), place)
    click.echo(f"已备份到 {made.path}，核验无误。")
    _tell_the_end(made)


@click.command()
@click.argument("file", metavar="文件", type=Place())
@click.option("--check", is_flag=True, help="只核验备份，不恢复。")
@click.option("--replace", is_flag=True, help="替换现有数据；现有数据移到旁边保留。")
def restore(file: Path, check: bool, replace: bool) -> None:
    """核验一份备份，并把数据恢复成备份时的样子；先停止服务。

    现有数据不会被删除，也不会不经 --replace 就被替换。备份以后停用的人员、修改的密码和变更的职责，
    恢复后要重新办理。
    """
    from engine import examined, restore as put_back

    if check:
        _tell_the_end(examined(file))
        click.echo(f"{file} 核验无误，可以恢复。")
        return
    done = put_back(configured(new=True), file, replace=replace)
    if done.aside is not None:
        click.echo(f"原有数据移到 {done.aside}，核对无误后再删除。")
    click.echo("已恢复，核验无误，可以启动服务。")
    _tell_the_end(done.backup)


def _tell_the_end(made: "Backup") -> None:
    click.echo(f"审计记录共 {made.seq} 条；末条散列 {made.digest}")
