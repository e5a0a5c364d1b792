"""The command ``gongkai``: what an administrator does outside of the browser.

Every command imports what it needs when it runs, so that ``gongkai deadline`` answers at once.
"""

from web.cli import backups, check, installation, processes, questions, servers
from web.cli.errors import Commands, main_group
from web.cli.words import in_chinese

main = main_group
for command in (
    servers.demo, servers.serve, installation.migrate, installation.agencies,
    installation.users, installation.audit, backups.backup, backups.restore,
    check.check, processes.process, questions.deadline,
):
    main.add_command(command)

in_chinese(main)

__all__ = ["Commands", "main"]
