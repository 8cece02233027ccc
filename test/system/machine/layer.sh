#!/bin/bash
# layer.sh RELEASE FOLDER NAME FIRST PACKAGE… — makes FOLDER/NAME once: what FOLDER/base-RELEASE has more with these Debian
# packages, FIRST before the others. A layer to be put over the base; a minute with a good network.
set -euo pipefail
release=$1 folder=$2 layer=$2/$3 first=$4
shift 4
exec 9>"$layer.lock"
flock 9
[ -e "$layer" ] && exit 0

new=$layer.new
rm -rf --one-file-system "$new"
mkdir -p "$new/upper" "$new/work" "$new/root"
unshare --mount --propagation private --pid --fork --kill-child bash -ec '
  base=$1 new=$2 first=$3
  shift 3
  mount -t overlay overlay -o "lowerdir=$base,upperdir=$new/upper,workdir=$new/work" "$new/root"
  mount -t proc proc "$new/root/proc"
  mount -t tmpfs tmpfs "$new/root/run"
  cp /etc/resolv.conf "$new/root/etc/resolv.conf"
  # Debian asks this file whether services may start: they do when the machine is switched on.
  printf "#!/bin/sh\nexit 101\n" >"$new/root/usr/sbin/policy-rc.d"
  chmod 755 "$new/root/usr/sbin/policy-rc.d"
  DEBIAN_FRONTEND=noninteractive chroot "$new/root" sh -ec "
    apt-get -q update
    install=\"apt-get -q -y -o Dpkg::Options::=--force-unsafe-io --no-install-recommends install\"
    \$install $first
    \$install $*
    apt-get clean
    rm -rf /var/lib/apt/lists/* /usr/sbin/policy-rc.d /etc/resolv.conf"
' layer "$folder/base-$release" "$new" "$first" "$@"
mv "$new/upper" "$layer"
rm -rf --one-file-system "$new"
