"""The sensor, the generator, and which peers are here."""
import json, pathlib, shutil, socket, subprocess

from sensor_under_test import sensor

from . import processes

ROOT = pathlib.Path(__file__).resolve().parents[3]
GENERATOR = ROOT / "tests/FlowSensor.Generator/bin/Release/net10.0/FlowSensor.Generator.dll"
PACKAGES = {"nfcapd": "nfdump", "nfdump": "nfdump", "nfpcapd": "nfdump", "nfacctd": "pmacct", "softflowd": "softflowd", "tshark": "tshark", "tcpdump": "tcpdump"}


class Bench:
    """What all parts of a run share: the folder, the program, the seed, and what went wrong."""

    def __init__(self, folder, given):
        self.folder, self.given, self.quick, self.seed = folder, given, given.quick, given.seed
        self.rounds = given.rounds or (1 if given.quick else 3)
        self.failures = []
        self.missing = [name for name in PACKAGES if not shutil.which(name)]
        self._program = None

    @property
    def program(self):
        """The command that starts the sensor: as it is shipped unless FLOWSENSOR_PROGRAM names another."""
        self._program = self._program or sensor(self.folder)
        return self._program

    def sensor(self, *arguments):
        return [*self.program, *arguments]

    def has(self, *names):
        return not any(name in self.missing for name in names)

    def place(self, name):
        """An empty folder."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place

    def generate(self, *arguments):
        processes.run(["dotnet", GENERATOR, *arguments, "--seed", self.seed], self.folder)

    def agree(self, who, what, got, expected):
        """Two figures that have to be the same; a measurement of something else is none."""
        if got != expected:
            self.failures.append(f"{who}: {what} is {got}, generated were {expected}")
            progress(f"FAILED {self.failures[-1]}")


def progress(words):
    print(words, flush=True)


def free_port(kind=socket.SOCK_DGRAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_json(path):
    return json.loads(path.read_text())


def answer_of(*command):
    """What a small question to a program prints."""
    return subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
