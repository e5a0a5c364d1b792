#!/bin/sh
# Installs or upgrades Gongkai from this folder, without internet:
#
#   sudo ./install.sh              program, user, folders, systemd units, the command gongkai
#   ./install.sh --root DIR        the same below DIR for yourself, to try it out
#
# An upgrade keeps data and settings. Back up before it: gongkai backup /var/backups/gongkai
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=
user=gongkai
case "${1-}" in
    --root)
        [ -n "${2-}" ] || { echo "用法：install.sh [--root 文件夹]" >&2; exit 2; }
        mkdir -p "$2"
        root=$(cd "$2" && pwd)
        user=$(id -un) ;;
    "") [ "$(id -u)" = 0 ] || { echo "请用 sudo 运行，或者用 --root 文件夹 试装" >&2; exit 1; } ;;
    *) echo "用法：install.sh [--root 文件夹]" >&2; exit 2 ;;
esac

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    { echo "需要 Python 3.11 以上，可以用 PYTHON=/路径/python3.11 指定" >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    { echo "Python 缺少 venv，请先安装 python3-venv" >&2; exit 1; }
wanted=$(cat "$here/platform.txt")
found=$("$python" -c 'import sys, platform as p
print("py%d%d-%s-%s" % (*sys.version_info[:2], sys.platform, p.machine()))')
[ "$wanted" = "$found" ] || {
    echo "这个安装包适用于 $wanted，这台机器是 $found。" >&2
    echo "请在与它相同的机器上执行 make wheelhouse，或者用 PYTHON= 指定另一个 Python" >&2
    exit 1
}
if [ -z "$root" ] && command -v systemctl >/dev/null && systemctl --quiet is-active gongkai; then
    echo "服务正在运行，请先备份，再执行 systemctl stop gongkai" >&2
    exit 1
fi

if [ -z "$root" ] && ! id "$user" >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/gongkai --no-create-home --shell /usr/sbin/nologin "$user"
fi
for folder in /var/lib/gongkai /var/backups/gongkai; do
    mkdir -p "$root$folder"
    chmod 700 "$root$folder"
    [ -n "$root" ] || chown "$user:$user" "$folder"
done
mkdir -p "$root/opt" "$root/etc/gongkai" "$root/etc/systemd/system" "$root/usr/local/bin"

# The program of before stays in use until the new one is whole.
new=$root/opt/gongkai.new
rm -rf "$new"
"$python" -m venv "$new"
"$new/bin/python" -m pip --isolated install --quiet --no-index --find-links "$here/wheels" \
    --require-hashes -r "$here/requirements.txt"
"$new/bin/python" -m pip --isolated install --quiet --no-index --no-deps "$here"/gongkai-*.whl
rm -rf "$root/opt/gongkai.old"
[ ! -d "$root/opt/gongkai" ] || mv "$root/opt/gongkai" "$root/opt/gongkai.old"
mv "$new" "$root/opt/gongkai"
# Programs of an environment name it in their first line, and it has another name now.
find "$root/opt/gongkai/bin" -type f -exec sed -i "1s|$new|$root/opt/gongkai|" {} +
cp "$here/LICENSE" "$here/THIRD-PARTY.md" "$here"/*.cdx.json "$root/opt/gongkai/"

placed() { sed "s|@ROOT@|$root|g; s|@USER@|$user|g" "$here/deploy/$1" >"$root$2"; }
for unit in gongkai.service gongkai-backup.service gongkai-backup.timer; do
    placed "$unit" "/etc/systemd/system/$unit"
done
placed gongkai.sh /usr/local/bin/gongkai
chmod 755 "$root/usr/local/bin/gongkai"
if [ ! -e "$root/etc/gongkai/gongkai.env" ]; then
    placed gongkai.env /etc/gongkai/gongkai.env
    chmod 640 "$root/etc/gongkai/gongkai.env"
    [ -n "$root" ] || chown "root:$user" /etc/gongkai/gongkai.env
fi
[ -n "$root" ] || ! command -v systemctl >/dev/null || systemctl daemon-reload || true

echo "已安装到 $root/opt/gongkai。接下来："
echo "  1. 编辑 $root/etc/gongkai/gongkai.env：网站域名、HTTPS、反向代理"
echo "  2. sudo gongkai migrate；新安装的再 sudo gongkai agencies add、sudo gongkai users add"
echo "  3. sudo systemctl enable --now gongkai gongkai-backup.timer"
