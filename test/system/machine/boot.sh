#!/bin/bash
# boot.sh NAME BASE FOLDER — starts a machine with systemd as its first process on a fresh overlay of BASE; changes go
# to FOLDER/upper. It has a network of its own with nothing but loopback. Returns when the machine is switched off.
set -euo pipefail
name=$1 base=$2 folder=$3
# A pid namespace of our own around it: however this process ends, the kernel ends the whole machine.
exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc bash -ec '
  name=$1 base=$2 folder=$3
  # systemd of Debian 13 wants the pure second version of control groups; the host may still have both.
  umount -l /sys/fs/cgroup
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p "/sys/fs/cgroup/$name"
  echo $$ >"/sys/fs/cgroup/$name/cgroup.procs"
  mkdir -p "$folder"/upper "$folder"/work "$folder"/root
  mount -t overlay overlay -o "lowerdir=$base,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
  systemd-nspawn --register=no --keep-unit --boot --directory="$folder/root" --machine="$name" \
    --hostname="$name" --private-network --resolv-conf=off --console=pipe --kill-signal=SIGRTMIN+3 \
    --link-journal=no --quiet
' boot "$name" "$base" "$folder"
