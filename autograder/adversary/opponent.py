"""Makes wrong answers that are on no list, and runs the hidden cases on them: what keeps all points is shown."""

import contextlib
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial

from autograder.adversary.extras import TEMPLATES, changed_arguments
from autograder.adversary.mutation import bare_source_of, mutants_of
from autograder.adversary.witness import find_witness, other_mistake
from autograder.audit import SEED, score_variant
from autograder.course import Assignment
from autograder.grading.case_runner import CaseRunner
from autograder.grading.domain import domains_of
from autograder.grading.recognise import Recogniser
from autograder.variants import variants_of

SECONDS = 10  # of computing, for the cases of one answer: many a mutated loop never ends
MUTANTS, SECOND_ORDER = 120, 30  # of a function, by default
TRIED_SLOWLY = 12  # answers to a function of which the cases of one take longer than the next figure
SLOW = 1.0


class OutOfTime(Exception):
    """The cases of one answer took too long."""


@dataclass(frozen=True)
class Answer:
    """One made answer.

    Attributes
    ----------
    kind : str
        ``mutant``, ``second order`` or ``extra``.
    of : str
        What it was made of: the reference, or a right variant.
    text : str
        What is changed.
    make : callable
        ``make()`` is the answer as new, without what earlier calls left in it.
    """

    kind: str
    of: str
    text: str
    make: Callable[[], Callable]


@dataclass
class Finding:
    """What the hidden cases of one function made of the opponent's answers.

    Attributes
    ----------
    function : str
    tried, killed, equal : int
        All answers; those that lost points; those that kept them and differ from the reference on no input.
    told : int
        Of the killed, those whose kind of mistake a message names.
    named : int
        Of these, those that are called by a known mistake.
    misnamed : list of dict
        Of these, those that do something else than that mistake on another input.
    unsearched : bool
        Whether there is no domain to look for witnesses in.
    survivors : list of dict
        Those that kept all points and differ from the reference.
    """

    function: str
    tried: int = 0
    killed: int = 0
    equal: int = 0
    told: int = 0
    named: int = 0
    misnamed: list = field(default_factory=list)
    unsearched: bool = False
    survivors: list = field(default_factory=list)


def answers(assignment: Assignment, function: str, mutants: int, second: int, seed: int) -> list[Answer]:
    """Return the answers that the opponent makes for a function, chosen by a seed where there are too many."""
    chance = random.Random(f"{seed} {function}")
    reference = getattr(assignment.load_reference(), function)
    right = [variant for variant in variants_of(assignment)[function] if not variant.wrong]
    calls = [("the reference", reference), *((variant.name, variant.call) for variant in right)]
    first = [found for of, call in calls for found in _mutants(of, call)]
    # Each of the right answers counts, and the reference as much as all the others together.
    own = [found for found in first if found[0] == "the reference"]
    others = [found for found in first if found[0] != "the reference"]
    half = max(mutants // 2, mutants - len(others))
    chosen = _some(chance, own, half)
    chosen += _some(chance, others, mutants - len(chosen))
    made = [Answer("mutant", of, text, make) for of, text, _, make in chosen]
    for of, text, source, make in _some(chance, first, second):
        with contextlib.suppress(SyntaxError):
            again = list(mutants_of(source).items())
            if again:
                twice, more = chance.choice(again)
                made.append(Answer("second order", of, f"{text}; {more}", _compiled(make, twice)))
    return made + list(_extras(reference))


def _some(chance, found, most):
    return found if len(found) <= most else chance.sample(found, max(most, 0))


def _mutants(of, call):
    try:
        source = bare_source_of(call)
    except (OSError, StopIteration, TypeError):
        return
    home = (call.__globals__, call.__name__)
    for mutated, text in mutants_of(source).items():
        yield of, text, mutated, _compiled(home, mutated)


def _compiled(home, source):
    return Compiled(home.home if isinstance(home, Compiled) else home, source)


@dataclass(frozen=True)
class Compiled:
    """Makes a function of a mutated source, among the names that the original stood among."""

    home: tuple
    source: str

    def __call__(self) -> Callable:
        """Return the function."""
        namespace = dict(self.home[0])
        exec(compile(self.source, "mutant", "exec"), namespace)
        return namespace[self.home[1]]


def _extras(reference) -> Iterator[Answer]:
    for make in TEMPLATES:
        if make(reference) is not None:
            words = " ".join((make.__doc__ or make.__name__).split())
            yield Answer("extra", "the reference", words, partial(make, reference))
    for name, words, _ in changed_arguments(reference):
        yield Answer("extra", "the reference", words, partial(_changed, reference, name))


def _changed(reference, name):
    return next(answer for other, _, answer in changed_arguments(reference) if other == name)


def attack(
    assignment: Assignment,
    function: str,
    mutants: int = MUTANTS,
    second: int = SECOND_ORDER,
    seed: int = SEED,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Finding:
    """Run the hidden cases of a function on the opponent's answers; return the Finding.

    Parameters
    ----------
    assignment : Assignment
    function : str
    mutants, second : int
        The most mutants of first and of second order.
    seed : int
        Decides which are chosen, and the inputs.
    tell : callable, optional
        Is called with the number of answers that were tried and that of all.
    """
    made = answers(assignment, function, mutants, second, seed)
    domain = domains_of(assignment).get(function)
    finding = Finding(function, unsearched=domain is None)
    signal.signal(signal.SIGPROF, _out_of_time)
    known = [variant for variant in variants_of(assignment)[function] if variant.wrong]
    with CaseRunner(assignment, Recogniser(assignment), pictures=False) as runner:
        if _seconds_of(runner, function, seed) > SLOW:
            made = random.Random(seed).sample(made, min(len(made), TRIED_SLOWLY))
        for done, answer in enumerate(made, 1):
            _judge(runner, domain, finding, answer, seed, known)
            tell(done, len(made))
    return finding


def _seconds_of(runner, function, seed):
    start = time.process_time()
    score_variant(runner, function, getattr(runner.reference, function), seed)
    return time.process_time() - start


def _judge(runner, domain, finding, answer, seed, known):
    finding.tried += 1
    try:
        with _time_limit():
            call = answer.make()
            tests = score_variant(runner, finding.function, call, seed)
    except (OutOfTime, Exception):  # a mutant that is no function, or never ends, gets no points
        finding.killed += 1
        return
    lost = [test for test in tests if test.outcome != "passed"]
    if lost:
        finding.killed += 1
        _look_at_names(runner, domain, finding, answer, seed, [v for v in known if _is_named(v, lost)], lost)
        return
    witness = None
    if domain:
        try:
            with _time_limit():
                witness = find_witness(domain, getattr(runner.reference, finding.function), answer.make, seed)
        except OutOfTime:
            witness = "a search that ran out of time"
        if witness is None:
            finding.equal += 1
            return
        if domain.free:
            witness = f"{witness} (other results are right too: look at this one)"
    finding.survivors.append(
        {"kind": answer.kind, "of": answer.of, "text": answer.text, "witness": witness or "not searched for"}
    )


def _is_named(variant, tests):
    return any(variant.sentence in test.message for test in tests)


def _look_at_names(runner, domain, finding, answer, seed, names, lost):
    """Count an answer that was told its kind of mistake, and whether it makes the known one that it was called by."""
    finding.told += any("Hint:" in test.message for test in lost)
    if not names:
        return
    finding.named += 1
    if domain is None or domain.free:
        return
    reference = getattr(runner.reference, finding.function)
    try:
        with _time_limit():
            other = next((w for v in names if (w := other_mistake(domain, reference, v, answer.make, seed))), None)
    except OutOfTime:
        return
    if other:
        finding.misnamed.append({"text": answer.text, "called": names[0].name, "witness": other})


@contextlib.contextmanager
def _time_limit():
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _out_of_time(*_):
    raise OutOfTime


def as_dict(results: dict[str, list[Finding]]) -> dict:
    """Return the findings of several assignments as plain data for JSON."""
    return {name: {f.function: asdict(f) for f in findings} for name, findings in results.items()}


def as_table(results: dict[str, list[Finding]]) -> str:
    """Return the findings as a table in Markdown, which also reads well in a terminal."""
    rows = [
        "| assignment | function | tried | equal to the reference | killed | told their kind of mistake "
        "| called by a known one | wrongly | survivors |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    everything = [(name, f) for name, findings in results.items() for f in findings]
    rows += [
        f"| {name} | {f.function} | {f.tried} | {f.equal} | {f.killed} | {f.told} | {f.named} | {len(f.misnamed)} "
        f"| {len(f.survivors)} |"
        for name, f in everything
    ]
    sums = [sum(getattr(f, key) for _, f in everything) for key in ("tried", "equal", "killed", "told", "named")]
    sums += [sum(len(getattr(f, key)) for _, f in everything) for key in ("misnamed", "survivors")]
    rows.append(f"| all | | {' | '.join(map(str, sums))} |")
    return "\n".join(rows)
