"""What goes wrong in estimating the order of convergence."""

import numpy as np

from autograder.variants import wrong
from solutions import newton as ref


@wrong(
    "convergence_order",
    "The logarithms are taken of the errors, not of their ratios.",
    "If all errors were in millimetres instead of metres, would your order change? It should not.",
)
def logs_of_errors(errors):
    logs = np.log(errors)
    return logs[2:] / logs[1:-1]


@wrong(
    "convergence_order",
    "The quotient is upside down.",
    "Newton's later ratios are far smaller than its earlier ones: should the order be above or below 1?",
)
def upside_down(errors):
    slopes = np.diff(np.log(errors))
    return slopes[:-1] / slopes[1:]


@wrong(
    "convergence_order",
    "The ratios of the errors are divided without their logarithms.",
    "An order is an exponent: which function turns powers into factors?",
)
def logs_missing(errors):
    ratios = errors[1:] / errors[:-1]
    return ratios[1:] / ratios[:-1]


@wrong(
    "convergence_order",
    "The logarithm is taken of the quotient of the ratios, instead of dividing two logarithms.",
    "log(a/b) is a difference of logarithms: does the formula have a difference or a quotient?",
)
def log_of_quotient(errors):
    ratios = errors[1:] / errors[:-1]
    return np.log(ratios[1:] / ratios[:-1])


@wrong(
    "convergence_order",
    "Differences of the errors are used instead of ratios.",
    "How does an error compare with the one before it: by what is it smaller, or by what factor?",
)
def differences_of_errors(errors):
    changes = np.abs(np.diff(errors))
    return np.log(changes[1:]) / np.log(changes[:-1])


@wrong(
    "convergence_order",
    "This is the constant e₊/e², not the order.",
    "If e₊ = C·eᵖ, which of the two numbers is asked for?",
)
def constant_instead_of_order(errors):
    return errors[2:] / errors[1:-1] ** 2


@wrong(
    "convergence_order",
    "There is an estimate too many: an inner point needs both neighbours.",
    "For how many of the K errors do e[k−1] and e[k+1] both exist?",
)
def padded(errors):
    orders = ref.convergence_order(errors)
    return np.append(orders, orders[-1])


@wrong(
    "convergence_order",
    "The last estimate is missing.",
    "For how many of the K errors do e[k−1] and e[k+1] both exist?",
)
def last_estimate_missing(errors):
    return ref.convergence_order(errors)[:-1]


@wrong(
    "convergence_order",
    "Only one number is returned instead of an estimate for every inner point.",
    "The result has the shape (K − 2,).",
)
def last_estimate_only(errors):
    return float(ref.convergence_order(errors)[-1])


@wrong(
    "convergence_order",
    "The estimates are rounded to whole numbers.",
    "An order of 1.6 exists too: return what the formula gives.",
)
def rounded(errors):
    return np.round(ref.convergence_order(errors))


@wrong(
    "convergence_order",
    "The caller's errors are overwritten by their logarithms.",
    "Does your function write into its argument?",
)
def logs_in_place(errors):
    np.log(errors, out=errors)
    slopes = errors[1:] - errors[:-1]
    return slopes[1:] / slopes[:-1]
