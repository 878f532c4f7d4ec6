"""A small file system of its own for the store, so that it can be filled, frozen, broken and slowed down. Needs root, in a mount namespace."""
import contextlib, os, pathlib, shutil, subprocess

SIZE = 48 << 20
BLKIO = pathlib.Path("/sys/fs/cgroup/blkio")
UNIFIED = pathlib.Path("/sys/fs/cgroup")


class Unavailable(Exception):
    """What a fault needs is not on this machine."""


def call(*words):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unavailable(f"{words[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


class Disk:
    """ext4 in a file in memory where there are loop devices, else a file system in memory, with which some faults cannot be shown."""

    def __init__(self, work):
        self.work, self.place, self.device, self.group = pathlib.Path(work), pathlib.Path(work) / "disk", None, None
        self.place.mkdir()
        try:
            self.make()
        except (Unavailable, OSError) as reason:
            print(f"no loop device, the store is on a file system in memory: {reason}", flush=True)
            call("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.place)

    def make(self):
        self.image = self.work / "image"
        with open(self.image, "wb") as image:
            image.truncate(SIZE)
        call("mkfs.ext4", "-q", "-F", "-m", "0", "-e", "remount-ro", self.image)
        self.attach()

    def attach(self):
        device = call("losetup", "-f", "--show", self.image)
        try:
            call("mount", device, self.place)
        except Unavailable:
            call("losetup", "-d", device)
            raise
        self.device = device

    def close(self):
        self.faster()
        call("umount", "-l", self.place)
        if self.device:
            call("losetup", "-d", self.device)

    def empty(self):
        """As new, whatever a fault left of it."""
        try:
            for entry in self.place.iterdir():
                if entry.name != "lost+found":
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        except OSError:
            self.close()
            self.make()

    def fill(self):
        """Leaves no room."""
        self.ballast = self.place / "ballast"
        file = os.open(self.ballast, os.O_CREAT | os.O_WRONLY)
        for piece in (65_536, 512):
            with contextlib.suppress(OSError):
                while True:
                    os.write(file, bytes(piece))
        os.close(file)

    def free(self):
        self.ballast.unlink()

    def freeze(self):
        """Writes do not end until it is thawed."""
        self.needs_device()
        call("fsfreeze", "-f", self.place)

    def thaw(self):
        call("fsfreeze", "-u", self.place)

    def fail(self):
        """As after an error of the device: the kernel makes the file system read only."""
        self.needs_device()
        trigger = pathlib.Path("/sys/fs/ext4") / pathlib.Path(self.device).name / "trigger_fs_error"
        if not trigger.exists():
            raise Unavailable("the kernel cannot be made to report an error of the file system")
        trigger.write_text("a test\n")

    def repair(self):
        """What an operator does: the file system is taken away, checked, and mounted again."""
        os.sync()
        call("umount", "-l", self.place)
        repaired = self.work / "repaired"
        shutil.copyfile(self.image, repaired)
        if subprocess.run(["e2fsck", "-fy", str(repaired)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode > 1:
            raise RuntimeError("the file system could not be repaired")
        call("losetup", "-d", self.device)
        self.image = repaired
        self.attach()

    def slower(self, process, octets):
        """Holds a process to so many octets a second, each write waiting for the device."""
        self.needs_device()
        number = os.stat(self.device).st_rdev
        limit = f"{os.major(number)}:{os.minor(number)}"
        call("mount", "-o", "remount,sync", self.place)
        if (BLKIO / "blkio.throttle.write_bps_device").exists():
            self.group = BLKIO / f"flowsensor-faults-{os.getpid()}"
            self.group.mkdir()
            (self.group / "blkio.throttle.write_bps_device").write_text(f"{limit} {octets}\n")
        elif (UNIFIED / "cgroup.controllers").exists() and "io" in (UNIFIED / "cgroup.subtree_control").read_text().split():
            self.group = UNIFIED / f"flowsensor-faults-{os.getpid()}"
            self.group.mkdir()
            (self.group / "io.max").write_text(f"{limit} wbps={octets}\n")
        else:
            raise Unavailable("no control group can limit writing")
        (self.group / "cgroup.procs").write_text(str(process))

    def faster(self):
        if self.group:
            for process in (self.group / "cgroup.procs").read_text().split():
                (self.group.parent / "cgroup.procs").write_text(process)
            self.group.rmdir()
            self.group = None
            call("mount", "-o", "remount,async", self.place)

    def needs_device(self):
        if not self.device:
            raise Unavailable("no loop device")
