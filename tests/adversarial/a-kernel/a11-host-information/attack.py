# id: A11
# attack: reads what tells about the host in /proc, /sys, /etc and /dev
# walls: mount
# also: user
# effect: such a file can be read
# verdict: AC
import os

from facts import fact

FILES = """/etc/shadow /etc/machine-id /etc/fstab /etc/ssh/sshd_config /root/.bashrc
/proc/1/environ /proc/1/cmdline /proc/1/root/etc/passwd /proc/cpuinfo /proc/meminfo /proc/version /proc/cmdline /proc/kallsyms
/proc/modules /proc/partitions /proc/diskstats /proc/interrupts /proc/uptime /proc/loadavg /proc/stat /proc/keys /proc/config.gz
/proc/sys/kernel/osrelease /proc/sys/kernel/hostname /proc/sys/kernel/random/boot_id /proc/bus/pci/devices
/sys/class/net /sys/kernel/notes /sys/devices/system/cpu/online /sys/fs/cgroup /dev/mem /dev/kmsg /dev/vda /dev/sda /dev/ptmx""".split()


def readable(path):
    try:
        if os.path.isdir(path):
            return bool(os.listdir(path))
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        os.read(file, 16)
        os.close(file)
        return True
    except OSError:
        return False


fact(attempt="read", readable=[path for path in FILES if readable(path)], tried=len(FILES))
try:
    with open("/etc/passwd") as passwd:
        fact(people=len(passwd.readlines()))
except OSError:
    fact(people=0)
fact(devices=sorted(os.listdir("/dev")))
