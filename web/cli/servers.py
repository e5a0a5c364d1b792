"""``gongkai demo`` and ``gongkai serve``: the web front and the ticker in one process."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from web.cli.errors import Failure
from web.cli.place import configured
from web.cli.table import table
from web.cli.words import of_system

if TYPE_CHECKING:
    from engine import Configuration

DEFAULT_PORT = 8080
# What anybody may make the server do before it knows who it is. A body that is a little too large
# is refused by the application, in words; one that is far too large is not even taken in.
# Connections that say nothing are many before they keep others out, and are closed soon.
LIMITS = {
    "max_request_body_size": 32 * 1024 * 1024,      # bytes
    "max_request_header_size": 64 * 1024,           # bytes
    "connection_limit": 500,
    "channel_timeout": 30,                          # seconds without a sign of life
    "cleanup_interval": 5,                          # seconds
    "recv_bytes": 128 * 1024,                       # taken in at once: less work than 8 KB
    "asyncore_use_poll": True,                      # select() knows no more than 1024 files
}
_where = [
    click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。"),
    click.option(
        "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535),
        help="监听的端口；0 由系统选择。",
    ),
]


def _with_address(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_where):
        command = option(command)
    return command


@click.command()
@_with_address
@click.option(
    "--requests", default=200, show_default=True, type=click.IntRange(1, 2000),
    help="第一次启动时建立多少件示例申请。",
)
@click.pass_context
def demo(ctx: click.Context, host: str, port: int, requests: int) -> None:
    """用一个示例区县的数据试用系统。

    第一次启动时建立示例数据（在数据目录的 demo 文件夹里，不影响正式数据），以后启动
    保留已有数据。登录信息同时写入其中的 sign-ins.txt。
    """
    from dataclasses import replace

    from engine import Configuration, installing

    common = Configuration.from_environment()
    configuration = replace(
        Configuration.at(common.data / "demo"), https=common.https, proxies=common.proxies,
        trusted_hosts=tuple(dict.fromkeys((*common.trusted_hosts, host))),
    )
    sign_ins = installing.install(configuration, progress=_show_progress, requests=requests)
    people = table(
        ("用户名", "密码", "姓名", "机关", "职责"),
        [(each.sign_in_name, each.password, each.name, each.agency,
          "、".join(role.title for role in each.roles)) for each in installing.selection(sign_ins)],
    )
    given = ctx.get_parameter_source("port") is not click.core.ParameterSource.DEFAULT
    _serve(configuration, host, port, ticker=True, another_port=not given, greeting=(
        "\n“公开”已经启动：{address}\n\n可以用下列账号登录：\n\n" + people
        + f"\n\n全部 {len(sign_ins)} 个账号见 {configuration.data / installing.SIGN_INS}"
        + "\n按 Ctrl-C 停止。"
    ))


@click.command()
@_with_address
@click.option("--no-ticker", is_flag=True, help="本进程不运行定时器（已由另一进程运行）。")
def serve(host: str, port: int, no_ticker: bool) -> None:
    """用正式数据启动服务。"""
    configuration = configured()
    if configuration.https and not configuration.proxies:
        click.echo(
            "提示：设置了 GONGKAI_HTTPS=1，没有设置 GONGKAI_PROXIES。所有人在本系统看来都来自反向"
            "代理的地址，一人多次输错密码会使全部人员暂时不能登录。", err=True,
        )
    _serve(
        configuration, host, port, ticker=not no_ticker, another_port=False,
        greeting="“公开”已经启动：{address}\n按 Ctrl-C 停止。",
    )


def _serve(
    configuration: "Configuration", host: str, port: int, *, ticker: bool, another_port: bool,
    greeting: str,
) -> None:
    """Serve until Ctrl-C or SIGTERM. ``greeting`` is printed once the address is known."""
    import signal

    from engine import Engine, sweep_left_behind, ticker as time_passing
    from web import create_app, log

    log.set_up()
    sweep_left_behind()
    for asked_to_stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked_to_stop, lambda *_: sys.exit(0))
    with _hold(configuration.data) if ticker else nullcontext():
        engine, ticking = Engine(configuration), None
        try:
            server = _listen(
                create_app(engine, configuration), host, port, another_port,
                # What proxies say is judged by the application; without one, nothing gets there.
                clear_untrusted_proxy_headers=not configuration.proxies,
            )
            if ticker:
                ticking = time_passing.start(engine)
            address = f"http://{_in_address(host)}:{server.effective_port}/"
            click.echo(greeting.format(address=address))
            sys.stdout.flush()
            server.run()
            server.close()
        finally:
            if ticking is not None:
                ticking.shutdown()
            engine.close()


def _hold(data: Path) -> IO[str]:
    """The data belong to this server until the file is closed, whatever ends it. Raises Failure.

    Several processes may serve one installation, but only one of them keeps time (--no-ticker).
    """
    import fcntl

    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = data / "serve.lock"
    held = os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        other = held.read().strip()
        held.close()
        raise Failure(
            f"{data} 里的数据已由另一个正在运行的服务使用（进程 {other or '不明'}）。请先停止它；"
            "需要再开一个只提供网页的进程的，请加 --no-ticker"
        ) from None
    try:
        held.seek(0)
        held.truncate()
        held.write(str(os.getpid()))
        held.flush()
    except OSError as error:        # a full disk says so without naming the place
        raise OSError(error.errno, error.strerror, str(place)) from error
    return held


def _listen(app: Any, host: str, port: int, another_port: bool, **more: Any) -> Any:
    import errno

    import waitress  # type: ignore[import-untyped]  # published without types

    more = {**LIMITS, **more}
    if not host.strip():
        raise Failure("--host 没有写地址：只让本机访问的写 127.0.0.1")
    try:
        return waitress.create_server(app, host=host, port=port, threads=8, **more)
    except ValueError:                      # so the library says that it knows no such host
        raise Failure(f"--host 的地址看不懂：{host}，应当是本机的一个 IP 地址") from None
    except OSError as error:
        if error.errno == errno.EACCES:
            raise Failure(f"没有使用端口 {port} 的权限，请用 --port 另选一个端口") from None
        if error.errno != errno.EADDRINUSE:
            raise Failure(f"不能在 {host} 上监听：{of_system(error)}") from None
        if not another_port:
            raise Failure(f"端口 {port} 已被占用，请用 --port 另选一个端口") from None
    click.echo(f"端口 {port} 已被占用，改用另一个空闲端口。")
    return waitress.create_server(app, host=host, port=0, threads=8, **more)


def _in_address(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _show_progress(done: int, whole: int) -> None:
    if sys.stdout.isatty():
        click.echo(f"\r正在建立示例数据：{done}/{whole} 件申请", nl=done == whole)
    elif done in {1, whole} or done % 50 == 0:
        click.echo(f"正在建立示例数据：{done}/{whole} 件申请")
