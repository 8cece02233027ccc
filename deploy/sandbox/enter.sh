#!/bin/bash
# enter.sh WHAT CODE STATE NODE [ARGUMENTS] — first process of a fresh, private mount namespace (see unshare(1)).
# Shows the state folder at /srv/state and, read-only, the checkout at /srv/code, so that mail stack and panel reach
# them under ids of their own wherever they stand, and no right above the state folder is changed.
#   stack  supervisord with the agent, the panel and the mail stack; first process of a pid namespace too
#   panel  the panel alone; the same
#   cli    one command of the mc tool
# The host's /srv, /dev and /etc/resolv.conf stay as they are: only processes of this namespace see other ones.
set -euo pipefail
what=$1 checkout=$2 state=$3 node=$4
shift 4

# ---------- /srv ----------
# Built inside the state folder and then moved: /srv itself may hold the checkout. The name of the file system is how
# the launcher finds what a start that was killed has left behind.
stage=$state/.stage
mkdir -p "$stage"
name=mission-control
[ "$what" = cli ] && name=mission-control-cli
mount -t tmpfs -o mode=0755,nosuid,nodev "$name" "$stage"
mkdir "$stage/code" "$stage/state" "$stage/programs"
mount --bind "$checkout" "$stage/code"
mount -o remount,bind,ro,nosuid,nodev "$stage/code"
mount --bind "$state" "$stage/state"
mount -o remount,bind,nosuid,nodev "$stage/state"
# The panel's settings hold secrets: a file of root's, and no part of the daemons' environment.
(umask 0377; env -0 >"$stage/environment")
if [ "$what" = stack ]; then
  # The host's process table, behind a door for root alone: the agent tells by it which process a service is there.
  mkdir -m 0700 "$stage/host"
  mkdir "$stage/host/proc"
  mount --bind /proc "$stage/host/proc"
  mount -o remount,bind,ro,nosuid,nodev,noexec "$stage/host/proc"
fi
mount --move "$stage" /srv
cd /srv
state=/srv/state code=/srv/code

if [ "$what" = cli ]; then
  # Gives up root for the owner of the panel's folder by itself.
  exec "$node" "$code/server/bin/mc.ts" "$@"
fi

mount -t proc -o nosuid,nodev,noexec proc /proc

as_panel=(setpriv --reuid 5001 --regid 5001 --clear-groups --no-new-privs --bounding-set -all)
if ! "${as_panel[@]}" test -r "$code/server/bin/api.ts"; then
  echo "mission-control: the files in $checkout are closed to the panel's own user (made with umask 077?)." \
    "Nothing was started. Open them with: chmod -R go+rX '$checkout'" >&2
  exit 78
fi

# ---------- state folder ----------
for path in panel agent run/agent maildb/mail.sqlite-wal; do
  [ -e "$state/$path" ] && continue
  "$node" "$code/server/bin/init.ts"
  break
done

if [ "$what" = panel ]; then
  exec "${as_panel[@]}" --pdeathsig KILL "$node" "$code/server/bin/api.ts"
fi

# ---------- /dev with the private syslog ----------
# OpenDKIM, spamd and others log by syslog(3), whose path is fixed.
dev=$state/.stage
mount -t tmpfs -o mode=0755,size=1m mission-control-dev "$dev"
for name in null zero full random urandom tty; do
  [ -e "/dev/$name" ] || continue
  touch "$dev/$name"
  mount --bind "/dev/$name" "$dev/$name"
done
for name in pts shm; do
  [ -d "/dev/$name" ] || continue
  mkdir "$dev/$name"
  mount --bind "/dev/$name" "$dev/$name"
done
ln -s pts/ptmx "$dev/ptmx"
ln -s /proc/self/fd "$dev/fd"
ln -s /proc/self/fd/0 "$dev/stdin"
ln -s /proc/self/fd/1 "$dev/stdout"
ln -s /proc/self/fd/2 "$dev/stderr"
ln -s "$state/sandbox/run/syslog.sock" "$dev/log"
mount --move "$dev" /dev

# ---------- resolver ----------
# Names are asked at the private unbound and nowhere else: no way around it through systemd-resolved's or nscd's socket.
for dir in /run/systemd/resolve /run/nscd; do
  if [ -d "$dir" ]; then mount -t tmpfs -o mode=0755,size=64k mission-control-run "$dir"; fi
done
# The agent writes the address into this file before the first daemon starts.
mkdir -p "$state"/sandbox/{etc,run,log}
touch "$state/sandbox/etc/resolv.conf"
resolv=$(readlink --canonicalize-missing /etc/resolv.conf)
if [[ $resolv == /run/systemd/resolve/* ]]; then touch "$resolv"; fi
if [ -e "$resolv" ]; then mount --bind "$state/sandbox/etc/resolv.conf" "$resolv"; fi

# Of an earlier start: a socket and a number that mean nothing now, and last words that are not this one's.
rm -f "$state"/sandbox/run/supervisor{.sock,d.pid} "$state"/sandbox/log/{agent,api}.err
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 NODE="$node" \
  /usr/bin/supervisord --configuration "$code/deploy/sandbox/supervisord.conf"
