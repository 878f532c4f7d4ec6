"""Programs that read a file to its end, round by round in turns, and what a unit of it costs each."""
import statistics

from . import report
from .programs import progress


# Of a small input a program may take less than the kernel counts, which is told as nothing; ratios are to a nanosecond a unit then.
LEAST_US = 0.001


def ratio(of, to):
    return of / max(to, LEAST_US)


class Cost:
    """What one program took in each round: user seconds, system seconds, peak octets."""

    def __init__(self):
        self.user, self.system, self.peak = [], [], []

    def add(self, process):
        self.user.append(process.usage.ru_utime)
        self.system.append(process.usage.ru_stime)
        self.peak.append(process.peak)

    def both(self):
        return statistics.median(user + system for user, system in zip(self.user, self.system))

    def only_user(self):
        return statistics.median(self.user)

    def most(self):
        return max(self.peak)


def take_turns(programs, rounds, twice=False):
    """Runs name -> (units, function) in turns; name -> Cost. Twice: of two runs in a row the second counts, for which the machine has memory at hand."""
    costs = {name: Cost() for name in programs}
    for number in range(rounds):
        for name, (units, run) in programs.items():
            if twice:
                run()
            costs[name].add(run())
            progress(f"  round {number + 1}: {name}: {(costs[name].user[-1] + costs[name].system[-1]) / units * 1e6:.3f} us, {costs[name].peak[-1] / 1e6:,.0f} MB")
    return costs


def tell(part, table, programs, costs, subjects):
    """A row a program, with the ratio of each of the sensor's ways of running to it."""
    figures = {}
    for name, cost in costs.items():
        units = programs[name][0]
        figures[name] = {"units": units, "us": cost.both() / units * 1e6, "us_user": cost.only_user() / units * 1e6, "peak_octets": cost.most(),
                         "rounds": [list(times) for times in zip(cost.user, cost.system)]}
    for name, figure in figures.items():
        figure["ratios"] = {subject: ratio(figures[subject]["us"], figure["us"]) for subject in subjects if subject in figures and subject != name}
        ratios = [f"{figure['ratios'][subject]:.2f}" if subject in figure["ratios"] else "" for subject in subjects]
        table.row(name, f"{figure['us']:.3f}", f"{figure['us_user']:.3f}", report.megabytes(figure["peak_octets"]), *ratios)
    part.figures.update(figures)
