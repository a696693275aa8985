"""The five assignments: their names, files and functions, as the contract fixes them."""

import importlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AUTOGRADED_POINTS = 90
EXPLAIN_POINTS = 10


@dataclass(frozen=True)
class Assignment:
    """One assignment of the course.

    Attributes
    ----------
    name : str
        As in the command line and nbgrader: ``ps3_momentum``.
    number : int
    module : str
        Name of the reference's module and of the notebook, without folder or suffix.
    functions : tuple of str
        The graded functions in their order.
    """

    name: str
    number: int
    module: str
    functions: tuple[str, ...]

    @property
    def questions(self):
        """The names that have a test cell: the functions, then ``diagnosis``."""
        return (*self.functions, "diagnosis")

    @property
    def notebook(self):
        """File name of the notebook."""
        return f"{self.module}.ipynb"

    @property
    def lecture(self):
        """Name of the lecture that belongs to it."""
        return f"{self.number}_{self.module}"

    @property
    def source_notebook(self):
        """Path of the instructor's notebook."""
        return ROOT / "source" / self.name / self.notebook

    @property
    def cases(self):
        """Folder of the hidden cases."""
        return ROOT / "autograder" / "cases" / self.name

    def reference(self):
        """Import and return the module with the reference functions."""
        return importlib.import_module(f"solutions.{self.module}")


def _assignments():
    table = {
        "landscape": "gradient_descent numerical_gradient numerical_hessian softmax_nll nonconvex_witness "
        "classify_critical_point fraction_of_minima filter_normalize",
        "newton": "quadratic_model newton_step newton convergence_order backtracking saddle_free_step "
        "hessian_vector_product conjugate_gradient newton_cg",
        "momentum": "momentum_step momentum nesterov_step accelerated_gradient momentum_matrix "
        "convergence_rate optimal_gradient_descent optimal_momentum",
        "adaptive": "sign_step adagrad_step rmsprop_step bias_corrected_average adam_step adam adamw_step",
        "sgd": "minibatches gradient_noise sgd step_decay inverse_time_decay cosine_decay mlp_loss "
        "best_learning_rate train_digits",
    }
    for number, (module, functions) in enumerate(table.items(), start=1):
        yield Assignment(f"ps{number}_{module}", number, module, tuple(functions.split()))


ASSIGNMENTS = {assignment.name: assignment for assignment in _assignments()}
