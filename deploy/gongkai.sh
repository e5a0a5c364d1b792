#!/bin/sh
# gongkai with the server's settings, as the server's user: so a command works on the server's data
# and leaves no file there that the server may not open.
set -eu
set -a
. "@ROOT@/etc/gongkai/gongkai.env"
set +a
umask 077
if [ "$(id -un)" = "@USER@" ]; then
    exec "@ROOT@/opt/gongkai/bin/gongkai" "$@"
fi
exec runuser -u "@USER@" -- "@ROOT@/opt/gongkai/bin/gongkai" "$@"
