"""A wall clock for one process that a test can move."""
import email.utils, mmap, pathlib, shutil, struct, subprocess, time, urllib.request

from disk import Unavailable


class Clock:
    def __init__(self, folder):
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler:
            raise Unavailable("no C compiler for the clock of a process")
        folder = pathlib.Path(folder)
        self.library, self.file = folder / "clock.so", folder / "clock"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(self.library), str(pathlib.Path(__file__).with_name("clock.c"))], check=True)
        self.file.write_bytes(bytes(8))
        self.environment = {"LD_PRELOAD": str(self.library), "TEST_CLOCK": str(self.file)}

    def move(self, seconds):
        """The process's clock is now so many seconds from the machine's."""
        with open(self.file, "r+b") as file, mmap.mmap(file.fileno(), 8) as place:
            place[:] = struct.pack("=q", seconds)

    @staticmethod
    def seen(sensor):
        """How far the sensor's clock is from the machine's, by the Date of its web server."""
        time.sleep(1.5)
        with urllib.request.urlopen(f"http://127.0.0.1:{sensor.web}/healthz", timeout=3) as answer:
            return email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()
