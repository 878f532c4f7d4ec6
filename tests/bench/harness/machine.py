"""The machine a run was made on, and how busy it was."""
import os, pathlib, platform, re, time

from . import programs


def describe():
    """Processor, memory, kernel, runtime and versions of the peers."""
    model = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)) / 1024 ** 2
    system = re.search(r'^PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text(), re.M)
    runtime = re.findall(r"^Microsoft\.NETCore\.App (\S+)", programs.answer_of("dotnet", "--list-runtimes"), re.M)
    packages = sorted(set(programs.PACKAGES.values()))
    versions = programs.answer_of("dpkg-query", "-W", "-f", "${Package} ${Version}\n", *packages).splitlines()
    return {
        "processor": model.group(1).strip() if model else platform.machine(), "cores": len(os.sched_getaffinity(0)), "memory_gib": round(memory, 1),
        "kernel": platform.release().split("-")[0], "system": system.group(1) if system else "", "dotnet": runtime[-1] if runtime else "", "peers": versions,
        "rmem_max": int(pathlib.Path("/proc/sys/net/core/rmem_max").read_text()), "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
    }


def sentence(machine):
    return (f"{machine['date']}; {machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB, {machine['system']}, kernel {machine['kernel']}, "
            f".NET {machine['dotnet']}; {', '.join(machine['peers'])}; largest receive buffer {machine['rmem_max']:,} octets where a program cannot force it.")


class Busyness:
    """How much of the machine somebody else had while something was measured."""

    def __init__(self):
        self.load = os.getloadavg()[0]
        self.begun = self._read()

    @staticmethod
    def _read():
        fields = list(map(int, pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]))
        own = os.times()
        return sum(fields), sum(fields) - fields[3] - fields[4], fields[7], sum(own[:4])

    def so_far(self):
        """Shares of all processor time since the beginning: used by others than this command, and stolen by the host."""
        total, busy, stolen, own = (now - before for now, before in zip(self._read(), self.begun))
        share = lambda ticks: max(0.0, ticks / total) if total else 0.0
        return {"load_before": round(self.load, 2), "others": round(share(busy - stolen - own * os.sysconf("SC_CLK_TCK")), 3), "stolen": round(share(stolen), 3)}

    def sentence(self):
        now = self.so_far()
        return f"load {now['load_before']:.1f} before; other programs took {now['others']:.0%} of the processors, the host {now['stolen']:.0%}"
