"""Processes that are measured, each with its children, and that never outlive the command."""
import contextlib, os, pathlib, signal, subprocess, sys, threading, time

TICKS = os.sysconf("SC_CLK_TCK")
# Short programs are sampled more often than long ones.
FIRST_SAMPLES, SAMPLE_SECONDS = 0.002, 0.05
running = set()
_held, _came = False, None


def family(pid):
    """The process and all its descendants."""
    members, left = [], [pid]
    while left:
        member = left.pop()
        members.append(member)
        for task in pathlib.Path(f"/proc/{member}/task").glob("*/children"):
            try:
                left.extend(map(int, task.read_text().split()))
            except (OSError, ValueError):
                pass
    return members


def threads_work(pid):
    """Whether a thread of a process runs or wants to."""
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            if task.read_text().rsplit(")", 1)[1].split()[0] in "RD":
                return True
        except OSError:
            pass
    return False


def peak_of(pid):
    """Peak resident set of one process in octets, 0 when it has gone."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def end_by_signals():
    """From now on Ctrl-C, SIGTERM and a lost terminal end the command by an exception, so that it stops what it has started."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)


def _end(number, _):
    global _came
    if _held:
        _came = number
    else:
        sys.exit(128 + number)


@contextlib.contextmanager
def whole():
    """Not interrupted between its beginning and its end: a program that was started and not noted would be stopped by nobody."""
    global _held, _came
    _held = True
    try:
        yield
    finally:
        _held = False
        if _came is not None:
            number, _came = _came, None
            sys.exit(128 + number)


class Noted(subprocess.Popen):
    """A program that stop_all ends, for those who look after it themselves."""

    def kill(self):
        """Ends it at once and waits; nothing where it has ended."""
        super().kill()
        self.wait()
        running.discard(self)


def start(command, **how):
    """Starts a program as Popen does, noted."""
    with whole():
        process = Noted(command, **how)
        running.add(process)
    return process


class Failed(Exception):
    """A program did not do what a measurement needs of it."""


class Measured:
    """A program under way; stderr and, unless it goes elsewhere, stdout are kept in files of its folder."""

    def __init__(self, command, folder, core=None, environment=None):
        self.name = pathlib.Path(command[1] if command[0] == "dotnet" else command[0]).name
        self.folder = folder
        self.stdout, self.stderr = folder / f"{self.name}.stdout", folder / f"{self.name}.stderr"
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        self.usage = None
        self.peak = 0
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        with whole(), open(self.stdout, "wb") as output, open(self.stderr, "wb") as errors:
            self.process = subprocess.Popen([*pinned, *map(str, command)], stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=folder,
                                            start_new_session=True, env={**os.environ, **(environment or {})})
            self.pid = self.process.pid
            self.begun = time.monotonic()
            self._sampler.start()
            running.add(self)

    def _sample(self):
        members, turn = [self.pid], 0
        peaks = {}
        while not self._over.wait(min(SAMPLE_SECONDS, FIRST_SAMPLES * 1.2 ** min(turn, 20))):
            if turn % 10 == 0:
                members = family(self.pid)
            turn += 1
            for member in members:
                peaks[member] = max(peaks.get(member, 0), peak_of(member))
            self.peak = max(self.peak, sum(peaks.values()))

    def log(self):
        """All it has printed so far."""
        return "".join(path.read_text(errors="replace") for path in (self.stdout, self.stderr))

    def wait_for(self, words, seconds=60):
        """Until it prints words."""
        end = time.monotonic() + seconds
        while words not in self.log():
            if self.poll() or time.monotonic() > end:
                raise Failed(f"{self.name} does not say '{words}': {self.log()[-600:]}")
            time.sleep(0.01)

    def works(self):
        """Whether one of its processes runs or wants to."""
        return any(threads_work(member) for member in family(self.pid))

    def poll(self):
        """Whether it has ended."""
        if self.usage is None:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self._ended(status, usage)
        return self.usage is not None

    def _ended(self, status, usage):
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.usage = usage
        self.seconds = time.monotonic() - self.begun
        self._over.set()
        self._sampler.join()

    def wait(self, seconds=600):
        """Until it ends, well; user and system seconds of it and the children it waited for."""
        end = time.monotonic() + seconds
        while not self.poll():
            if time.monotonic() > end:
                self.kill()
                raise Failed(f"{self.name} took longer than {seconds} s")
            time.sleep(0.005)
        self.kill()
        if self.process.returncode not in (0, -signal.SIGTERM, -signal.SIGINT):
            raise Failed(f"{self.name} ended with {self.process.returncode}: {self.log()[-800:]}")
        return self.usage.ru_utime, self.usage.ru_stime

    def stop(self, by=signal.SIGTERM, seconds=60):
        """Asks it to end and waits."""
        if not self.poll():
            os.kill(self.pid, by)
        return self.wait(seconds)

    def kill(self):
        """Ends it and whatever of its children is left."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if self.usage is None:
            _, status, usage = os.wait4(self.pid, 0)
            self._ended(status, usage)
        running.discard(self)

    @property
    def cpu(self):
        """User and system seconds."""
        return self.usage.ru_utime + self.usage.ru_stime

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


def stop_all():
    """Whatever still runs."""
    with whole():
        for process in list(running):
            process.kill()


def stopping(work):
    """Does a command's work, and stops whatever it has started, however it ends."""
    end_by_signals()
    try:
        return work()
    finally:
        stop_all()


def run(command, folder, core=None, seconds=600):
    """Runs a program to its end."""
    with Measured(command, folder, core) as process:
        process.wait(seconds)
        return process
