#!/usr/bin/env bash
# sandbox.sh net COMMAND...: run COMMAND as a container runtime would: a network interface of its own, a root file
# system made of the layers and mounts of a plan, a numeric user, few capabilities or none. Needs root. From the
# environment: SANDBOX_FOLDER (with plan and env in it) SANDBOX_HOST SANDBOX_HOSTS SANDBOX_BRIDGE SANDBOX_VETH
# SANDBOX_ADDRESS SANDBOX_UID SANDBOX_GID SANDBOX_GROUPS SANDBOX_CAPABILITIES (such as ,+chown) SANDBOX_INIT
# SANDBOX_READ_ONLY SANDBOX_WORKDIR SANDBOX_PASSWD SANDBOX_MEBIBYTES
set -euo pipefail
stage=$1
shift

# within_memory COMMAND...: run it under the memory limit of the container, where this machine has a cgroup to give.
within_memory() {
  local group='' file
  if [ -w /sys/fs/cgroup/memory/cgroup.procs ]; then
    group=/sys/fs/cgroup/memory/$SANDBOX_VETH file=memory.limit_in_bytes
  elif grep -qsw memory /sys/fs/cgroup/cgroup.subtree_control && [ -w /sys/fs/cgroup/cgroup.subtree_control ]; then
    group=/sys/fs/cgroup/$SANDBOX_VETH file=memory.max
  fi
  if [ -n "$group" ] && mkdir "$group" && echo "${SANDBOX_MEBIBYTES}M" >"$group/$file"; then
    echo "$group" >"$SANDBOX_FOLDER/group"
    (echo "$BASHPID" >"$group/cgroup.procs" && exec "$@")
  else
    "$@"
  fi
}

case $stage in
  net)
    exec 9</proc/self/ns/net
    status=0
    within_memory unshare --net "$0" wire "$@" || status=$?
    echo "$status" >"$SANDBOX_FOLDER/exit"
    exit "$status"
    ;;
  wire)
    ip link set lo up
    ip link add "$SANDBOX_VETH" type veth peer name eth0
    ip link set "$SANDBOX_VETH" netns /proc/self/fd/9
    nsenter --net=/proc/self/fd/9 ip link set "$SANDBOX_VETH" master "$SANDBOX_BRIDGE" up
    exec 9<&-
    ip address add "$SANDBOX_ADDRESS" dev eth0
    ip link set eth0 up
    # The child, process 1 of its namespace, must not outlive the process that runs the tests.
    exec setpriv --pdeathsig KILL unshare --mount --ipc --uts --pid --fork --kill-child=KILL "$0" root "$@"
    ;;
esac

root=$SANDBOX_FOLDER/root
upper=$SANDBOX_FOLDER/upper
overlays=()
mkdir -p "$root" "$upper"
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
mount -t tmpfs -o mode=755 tmpfs "$upper"

# layer SOURCE TARGET: a folder as part of the image. A copy-on-write one, because mount points are made in it.
layer() {
  local at=$upper/${#overlays[@]}
  mkdir -p "$at/upper" "$at/work" "$root$2"
  chmod 755 "$at/upper"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$at/upper,workdir=$at/work" "$root$2"
  overlays+=("$root$2")
}

# mount_at SOURCE TARGET ro|rw
mount_at() {
  mkdir -p "$(dirname "$root$2")"
  if [ -d "$1" ]; then mkdir -p "$root$2"; elif [ ! -e "$root$2" ]; then touch "$root$2"; fi
  mount --bind "$1" "$root$2"
  [ "$3" = rw ] || mount -o remount,bind,ro,nosuid,nodev "$root$2"
}

for folder in bin lib lib32 lib64 sbin; do
  if [ -L "/$folder" ]; then cp -a "/$folder" "$root/"; elif [ -d "/$folder" ]; then layer "/$folder" "/$folder"; fi
done
layer /usr /usr
layer /etc /etc
mkdir -p "$root"/{dev,home,opt,proc,root,run,srv,sys,tmp,var/lib,var/run}
printf 'root:x:0:0:root:/root:/bin/sh\n%s' "$SANDBOX_PASSWD" >"$root/etc/passwd"
echo "$SANDBOX_HOST" >"$root/etc/hostname"
: >"$root/etc/resolv.conf"
mount_at "$SANDBOX_HOSTS" /etc/hosts ro
while IFS=$'\t' read -r kind source target mode; do
  case $kind in
    layer) layer "$source" "$target" ;;
    mount) mount_at "$source" "$target" "$mode" ;;
  esac
done <"$SANDBOX_FOLDER/plan"

mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
for number in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${number%:*}" "$root/dev/${number#*:}"; done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/dev/shm"
if [ "$SANDBOX_READ_ONLY" = yes ]; then
  for overlay in "${overlays[@]}"; do mount -o remount,bind,ro "$overlay"; done
  mount -o remount,bind,ro "$root"
fi

# A small first process, as container runtimes bring one along: it hands signals on and ends as the program ends.
first=()
if [ "$SANDBOX_INIT" = yes ]; then
  cat >"$root/dev/init" <<'INIT'
env --default-signal -u SHLVL -u PWD -u OLDPWD "$@" <&0 &
program=$!
for signal in TERM INT HUP QUIT USR1 USR2 WINCH; do trap "kill -$signal $program" "$signal"; done
while kill -0 "$program" 2>/dev/null; do wait "$program"; done
wait "$program"
INIT
  first=(/bin/bash /dev/init)
fi
hostname "$SANDBOX_HOST"
mapfile -d '' -t variables <"$SANDBOX_FOLDER/env"
cd "$root"
# A change of user clears the signal that ends it with its parent: set it again.
exec chroot "$root" /usr/bin/setpriv --reuid "$SANDBOX_UID" --regid "$SANDBOX_GID" --groups "$SANDBOX_GROUPS" \
  --pdeathsig KILL --no-new-privs --bounding-set="-all$SANDBOX_CAPABILITIES" --inh-caps="-all$SANDBOX_CAPABILITIES" \
  /usr/bin/env -i -C "$SANDBOX_WORKDIR" "${variables[@]}" "${first[@]}" "$@"
