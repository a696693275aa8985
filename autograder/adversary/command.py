"""The commands ``autograder audit --adversary`` and ``autograder audit --seeds N``, over functions in processes."""

import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from tqdm import tqdm

from autograder.adversary.luck import lucky
from autograder.adversary.opponent import Finding, as_dict, as_table, attack
from autograder.course import Assignment
from autograder.errors import WrongUsage


def adversary(
    assignments: list[Assignment], function: str | None = None, jobs: int = 1, as_json: bool = False, **options: int
) -> int:
    """Print what the hidden cases made of the opponent's answers; return 1 where one that is wrong keeps all points."""
    results = attacked(assignments, function, jobs, **options)
    every = [finding for findings in results.values() for finding in findings]
    survivors, tried = sum(len(f.survivors) for f in every), sum(f.tried - f.equal for f in every)
    killed = max(1, sum(f.killed for f in every))
    if as_json:
        print(json.dumps(as_dict(results), indent=2))
        return 1 if survivors else 0
    for finding in every:
        for one in finding.survivors:
            print(f"\n{finding.function}: {one['kind']} of {one['of']}\n  {one['text']}\n  {one['witness']}")
        for one in finding.misnamed:
            print(f"\n{finding.function}: {one['text']}\n  is called {one['called']}; {one['witness']}")
    print(f"\n{as_table(results)}\n")
    print(f"{survivors} of {tried} wrong answers survive ({survivors / max(1, tried):.1%}).")
    print(f"The kind of mistake is told in {sum(f.told for f in every) / killed:.0%} of those that are caught.")
    return 1 if survivors else 0


def attacked(
    assignments: list[Assignment], function: str | None = None, jobs: int = 1, **options: int
) -> dict[str, list[Finding]]:
    """Return what the hidden cases made of the opponent's answers, a Finding for each function, by assignment."""
    results: dict[str, list[Finding]] = {}
    for (name, _), finding in _over_functions(attack, _tasks(assignments, function), jobs, **options):
        results.setdefault(name, []).append(finding)
    return results


def seeds(
    assignments: list[Assignment], count: int, function: str | None = None, jobs: int = 1, as_json: bool = False
) -> int:
    """Print the known variants that fare differently with different seeds; return 1 where there are any."""
    if count < 2:
        raise WrongUsage(f"--seeds needs 2 draws or more to compare, got {count}")
    found = dict(_over_functions(lucky, _tasks(assignments, function), jobs, seeds=count))
    lines = [f"{name}: {line}" for (name, _), some in found.items() for line in some]
    if as_json:
        print(json.dumps(lines, indent=2))
    else:
        print("\n".join([*lines, f"{len(lines)} variants fare differently with different draws (of {count})."]))
    return 1 if lines else 0


def _tasks(assignments, function):
    tasks = [(one, name) for one in assignments for name in one.functions if function in (None, name)]
    if not tasks:
        raise WrongUsage(f"there is no function {function!r} in {', '.join(one.name for one in assignments)}")
    return tasks


def _over_functions(work: Callable, tasks: Iterable, jobs: int, **options) -> Iterator[tuple]:
    """Yield ((assignment, function), result) of each task, in their order; a bar on standard error shows the way."""
    tasks = list(tasks)
    done = {}
    with tqdm(total=len(tasks), unit="function", file=sys.stderr, disable=None) as bar:
        if jobs <= 1:
            for one, name in tasks:
                bar.set_postfix_str(name)
                done[one.name, name] = work(one, name, **options)
                bar.update()
        else:
            with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
                waiting = {pool.submit(work, one, name, **options): (one.name, name) for one, name in tasks}
                for future in as_completed(waiting):
                    done[waiting[future]] = future.result()
                    bar.set_postfix_str(waiting[future][1])
                    bar.update()
    for one, name in tasks:
        yield (one.name, name), done[one.name, name]
