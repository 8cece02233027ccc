#!/bin/bash
# base.sh RELEASE MIRROR FOLDER — makes FOLDER/base-RELEASE once: a Debian of the given release as a new one is, with
# what the README asks for (nodejs npm git) and nothing else. Takes a minute and 600 MB; later calls cost nothing.
set -euo pipefail
release=$1 mirror=$2 folder=$3
base=$folder/base-$release
mkdir -p "$folder"
exec 9>"$folder/base-$release.lock"
flock 9
[ -e "$base/sbin/init" ] && exit 0

new=$base.new
rm -rf --one-file-system "$new"
debootstrap --variant=minbase \
  --include=systemd,systemd-sysv,dbus,iproute2,ca-certificates,procps "$release" "$new" "$mirror"
cat >"$new/etc/apt/sources.list" <<SOURCES
deb $mirror $release main
deb $mirror $release-updates main
deb $mirror-security $release-security main
SOURCES
# The dependencies of Debian's npm are beyond debootstrap's own resolver. No fsync: a base that is cut short is made anew.
DEBIAN_FRONTEND=noninteractive chroot "$new" sh -ec '
  apt-get -q update
  apt-get -q -y -o Dpkg::Options::=--force-unsafe-io --no-install-recommends install nodejs npm git
  apt-get clean
  rm -rf /var/lib/apt/lists/*'
# Without these files the machine takes the name it is started with, and its resolver is empty.
rm -f "$new/etc/hostname" "$new/etc/resolv.conf"
mv "$new" "$base"
