"""The program that the benchmarks run: as it is shipped, or the one that FLOWSENSOR_PROGRAM names."""
import os, pathlib, signal, subprocess, sys

PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"


def sensor(folder):
    """The command that starts the sensor, without arguments; compiled into the folder unless FLOWSENSOR_PROGRAM names an executable or a flowsensor.dll."""
    named = os.environ.get("FLOWSENSOR_PROGRAM")
    if named:
        return command_of(named)
    print("compiling the program as it is shipped, which takes three minutes ...", flush=True)
    compiling = subprocess.Popen([PACKAGING / "program", folder / "shipped"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        path, _ = compiling.communicate()
    except BaseException:
        # Waited for: what it still wrote would be in the way of who deletes the folder.
        os.killpg(compiling.pid, signal.SIGTERM)
        try:
            compiling.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(compiling.pid, signal.SIGKILL)
            compiling.wait()
        raise
    if compiling.returncode != 0:
        sys.exit("the program could not be compiled as it is shipped; build it and name it: FLOWSENSOR_PROGRAM=src/FlowSensor/bin/Release/net10.0/flowsensor")
    return command_of(path.strip().splitlines()[-1])


def command_of(path):
    """How a program is started."""
    path = str(pathlib.Path(path).resolve())
    return ["dotnet", path] if path.endswith(".dll") else [path]
