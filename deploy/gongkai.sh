#!/bin/sh
# gongkai with the server's settings, as the server's user: so a command works on the server's data
# and leaves no file there that the server may not open. The units start the server by it as well:
# the settings are read in one place, to the letter, so that a password may hold $ & ; # and blanks.
set -eu
if [ "$(id -un)" != "@USER@" ] && [ "$(id -u)" != 0 ]; then
    echo "错误：请用 sudo gongkai 运行，命令要以用户 @USER@ 使用服务的设置和数据" >&2
    exit 1
fi
settings=@ROOT@/etc/gongkai/gongkai.env
[ -r "$settings" ] || {
    echo "错误：不能读取设置文件 $settings，请重新运行 install.sh，或者核对它的权限" >&2
    exit 1
}
return=$(printf '\r')
while IFS= read -r line || [ -n "$line" ]; do
    line=${line%"$return"}
    case $line in
        [A-Z]*=\"*\" | [A-Z]*=\'*\') line=${line%?} && line=${line%%=*}=${line#*=?} ;;
        [A-Z]*=*) ;;
        *) continue ;;
    esac
    export "$line"
done <"$settings"
umask 077
if [ "$(id -un)" = "@USER@" ]; then
    exec "@ROOT@/opt/gongkai/bin/gongkai" "$@"
fi
exec runuser -u "@USER@" -- "@ROOT@/opt/gongkai/bin/gongkai" "$@"
