"""The program that the benchmarks run: as it is shipped, or the one that FLOWSENSOR_DLL names."""
import os, pathlib, subprocess, sys

BENCH = pathlib.Path(__file__).resolve().parent


def sensor(folder):
    """Path of flowsensor.dll; published into the folder unless FLOWSENSOR_DLL names one."""
    named = os.environ.get("FLOWSENSOR_DLL")
    if named:
        return pathlib.Path(named)
    print("publishing the program as it is shipped ...", flush=True)
    done = subprocess.run([BENCH / "shipped", folder / "shipped"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("the program could not be published; build it and name it: FLOWSENSOR_DLL=src/FlowSensor/bin/Release/net10.0/flowsensor.dll")
    return pathlib.Path(done.stdout.strip().splitlines()[-1])
