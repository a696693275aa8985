"""Right variants of Adam's step, of its run and of AdamW's step, in other styles."""

import math

import numpy as np

from autograder.variants import right
from solutions.adaptive import adam_step, bias_corrected_average


@right("adam_step")
def adam_by_differences(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    return [theta - alpha * (m / (1 - beta1**k)) / ((v / (1 - beta2**k)) ** 0.5 + eps), m, v]


@right("adam_step")
def adam_fused(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrections are drawn into alpha, and eps is scaled with them."""
    m, v = np.add(beta1 * m, (1 - beta1) * g), np.add(beta2 * v, (1 - beta2) * np.square(g))
    root = math.sqrt(1 - math.pow(beta2, k))
    return theta - alpha * root / (1 - math.pow(beta1, k)) * m / (np.sqrt(v) + eps * root), m, v


@right("adam_step")
def adam_coordinate_by_coordinate(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    new_theta, new_m, new_v = [], [], []
    for t, slope, a, b in zip(theta, g, m, v, strict=True):
        a = beta1 * a + (1 - beta1) * slope
        b = beta2 * b + (1 - beta2) * slope**2
        new_m.append(a)
        new_v.append(b)
        new_theta.append(t - alpha * a / (1 - beta1**k) / (math.sqrt(b / (1 - beta2**k)) + eps))
    return new_theta, new_m, new_v


@right("adam_step")
def adam_on_own_copies(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v = theta.copy(), m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    power1 = power2 = 1.0
    for _ in range(k):
        power1, power2 = power1 * beta1, power2 * beta2
    theta -= np.divide(alpha * m / (1 - power1), np.sqrt(v / (1 - power2)) + eps)
    return theta, m, v


@right("adam_step")
def adam_stacked(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    betas = np.array([[beta1], [beta2]])
    moments = betas * np.stack([m, v]) + (1 - betas) * np.stack([g, g**2])
    first, second = moments / (1 - betas ** float(k))
    return theta - alpha / (eps + second**0.5) * first, moments[0], moments[1]


@right("adam")
def run_filling_an_array(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    path = np.empty((steps + 1, theta0.size))
    path[0] = theta0
    m, v = np.zeros(theta0.size), np.zeros(theta0.size)
    for k in range(steps):
        path[k + 1], m, v = adam_step(path[k], grad(path[k]), m, v, k + 1, alpha, beta1, beta2, eps)
    return path


@right("adam")
def run_without_the_step(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, callback=None):
    theta = theta0.copy()
    m, v, power1, power2 = 0.0, 0.0, 1.0, 1.0
    path = [theta.copy()]
    while len(path) <= steps:
        g = np.asarray(grad(theta))
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        power1, power2 = power1 * beta1, power2 * beta2
        theta -= alpha * (m / (1 - power1)) / (np.sqrt(v / (1 - power2)) + eps)
        path.append(theta.copy())
    return path


@right("adam")
def run_from_all_gradients(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """No state at all: every step averages all the gradients so far once more."""
    path, gradients = np.array([theta0]), []
    for _ in range(steps):
        gradients.append(grad(path[-1]))
        slopes = np.array(gradients)
        m_hat = bias_corrected_average(slopes, beta1)[-1]
        v_hat = bias_corrected_average(slopes**2, beta2)[-1]
        path = np.vstack([path, path[-1] - alpha * m_hat / (np.sqrt(v_hat) + eps)])
    return path


@right("adam")
def run_with_a_class(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    class Optimizer:
        def __init__(self):
            self.k, self.m, self.v = 0, np.zeros_like(theta0), np.zeros_like(theta0)

        def step(self, theta):
            self.k += 1
            theta, self.m, self.v = adam_step(
                theta, grad(theta), self.m, self.v, self.k, alpha=alpha, beta1=beta1, beta2=beta2, eps=eps
            )
            return theta

    optimizer, points = Optimizer(), [theta0]
    for _ in range(steps):
        points.append(optimizer.step(points[-1]))
    return np.stack(points)


@right("adamw_step")
def decay_before_the_step(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    shrunk = theta * (1 - alpha * weight_decay)
    return adam_step(shrunk, g, m, v, k, alpha, beta1, beta2, eps)


@right("adamw_step")
def decay_in_the_bracket(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.square(g)
    direction = m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps) + weight_decay * theta
    return [theta - alpha * direction, m, v]


@right("adamw_step")
def decay_as_a_difference(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    move, m, v = adam_step(np.zeros_like(theta), g, m, v, k, alpha, beta1, beta2, eps)
    return theta + move - alpha * (weight_decay * theta), m, v


@right("adamw_step")
def decay_coordinate_by_coordinate(theta, g, m, v, k, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    new = []
    for t, slope, a, b in zip(theta, g, m, v, strict=True):
        a, b = beta1 * a + (1 - beta1) * slope, beta2 * b + (1 - beta2) * slope**2
        step = a / (1 - beta1**k) / (math.sqrt(b / (1 - beta2**k)) + eps)
        new.append((t - alpha * step - alpha * weight_decay * t, a, b))
    return tuple(np.array(part) for part in zip(*new, strict=True))
