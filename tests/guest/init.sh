#!/bin/busybox sh
# The guest's first process, twice: as the kernel starts it in the initramfs, and again (with an argument) in the root
# file system that it has made, since nothing can pivot_root away from an initramfs.

make_root() {
  mount -t proc proc /proc
  mount -t devtmpfs dev /dev
  for module in $(cat /modules/order); do insmod "/modules/$module" || echo "guest: no $module"; done

  mount -t tmpfs -o size=75% root /root
  mkdir -p /root/usr /root/proc /root/sys /root/dev /root/etc /root/tmp /root/run /root/var/tmp /root/home /root/mnt
  chmod 1777 /root/tmp /root/var/tmp
  mount -t ext4 -o ro /dev/vda /root/usr
  for link in bin sbin lib lib64; do ln -s "usr/$link" "/root/$link"; done
  cp -a /etc/. /root/etc/
  cp -a /job /root/job
  cp -a /init /root/init
  mount --move /proc /root/proc
  mount --move /dev /root/dev
  exec switch_root /root /usr/bin/busybox sh /init second
}

mount_v2() {
  mount -t cgroup2 cgroup2 "$1"
}

# As systemd's hybrid layout has it: every controller in a v1 hierarchy of its own, beside a v2 tree without controllers.
mount_hybrid() {
  mount -t tmpfs cgroups /sys/fs/cgroup
  for controller in cpu cpuacct cpuset memory devices freezer pids; do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" "$controller" "/sys/fs/cgroup/$controller"
  done
  mkdir /sys/fs/cgroup/unified
  mount_v2 /sys/fs/cgroup/unified
}

serve() {
  export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC
  mount -t sysfs sys /sys
  mkdir -p /dev/pts /dev/shm
  mount -t devpts devpts /dev/pts
  mount -t tmpfs shm /dev/shm
  if grep -q guest.cgroups=hybrid /proc/cmdline; then mount_hybrid; else mount_v2 /sys/fs/cgroup; fi
  ip link set lo up
  hostname guest

  # Kept open: a terminal that nobody holds forgets that it was made raw.
  exec 3<>/dev/hvc0
  stty -F /dev/hvc0 raw -echo
  set -o pipefail
  # Through a pipe, so that programs see what they see under a test on the host and not a terminal.
  sh /job/command </dev/null 2>&1 3>&- | cat >&3
  echo "$(cat /job/mark) $?" >&3
  sync
  reboot -f
}

if [ $# -gt 0 ]; then serve; else
  export PATH=/bin
  /bin/busybox --install -s /bin
  make_root
fi
