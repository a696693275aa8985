# %% [markdown]
# # Assignment 2: Newton's method
#
# The gradient says which way is down. It does not say how far to go: that depends on how the slope changes,
# on the curvature. In this assignment you use the curvature to take better steps, see where this goes wrong, mend it,
# and finally do it with 20,000 parameters, where the matrix of curvatures would fill 3.2 GB.
#
# **You will be able to**
#
# - predict a loss near a point with its second-order model, and step to the model's critical point;
# - run Newton's method, and measure that its correct digits double from step to step;
# - make it safe: a line search against steps that are too long, and a step that leaves saddles;
# - multiply by a Hessian and solve with it without ever forming it;
# - tell from recorded runs what is wrong with an optimizer.
#
# **Time**: about three and a half hours. Read lecture 2 first.

# %% [markdown]
# ## How to work
#
# Fill in one function at a time: replace the line that raises `NotImplementedError` and run the cell. Above each
# check stands what the grader looks at, with inputs of its own; the check below it tries a few small examples and
# says in words what is right and what is not. So a function has to do what its docstring says, for all inputs.
# What you have not filled in yet stays grey, and *Run All* always goes to the end. The code of a picture is folded into
# the grey line above it: click that line to read it.
#
# The house rules: leave the arguments as they are, remember nothing between calls, and return the promised shape.
# Loops or matrix products, lists or arrays: all styles are welcome, and printing never costs points. You may call the
# functions that you wrote further up. The demos come alive as soon as their functions are filled in.

# %%
from itertools import accumulate

import numpy as np

from checks import check, show_diagnosis
from lectures.viz import (
    contours,
    draw_curves,
    draw_paths,
    explore,
    int_slider,
    log_slider,
    plain,
    point,
    slider,
)

ASSIGNMENT = "ps2_newton"

# %% [markdown]
# ## 1. A parabola that fits
#
# Near a point $\theta$ a smooth loss looks like a quadratic one. If $g$ is the gradient at $\theta$ and $H$
# the Hessian, then at a displacement $\delta$
#
# $$L(\theta + \delta) \approx m(\delta) = L(\theta) + g^\top \delta + \tfrac12\, \delta^\top H\, \delta.$$
#
# The first term is the loss here, the second the slope, the third the bend. Everything that follows comes from this one
# line.

# %% role="function" name="quadratic_model"

# %% role="test" name="quadratic_model"

# %% [markdown]
# ## 2. Jump to the bottom of the model
#
# The model is simple enough to be solved. Its gradient with respect to $\delta$ is $g + H\delta$; set it to
# zero:
#
# $$H\,\delta = -g.$$
#
# This is **Newton's step**. If all eigenvalues of $H$ are positive, it leads to the minimum of the model. If
# some are negative, the equation still has a solution, but it is the model's saddle or maximum. Solve the system as it
# stands: inverting the matrix first costs more and loses digits.

# %% role="function" name="newton_step"

# %% role="test" name="newton_step"

# %% [markdown]
# <details><summary><b>Predict, then look.</b> The loss below has two valleys with a hill between them. From
# which starts does Newton's step go <i>uphill</i>? And where does it become enormous?</summary>
#
# Between θ = −0.82 and 0.82 the curve bends down: there the model is a hill too, and the step climbs to its
# top. Close to these two places the bend is almost zero, so the model is almost straight, and the vertex of an almost
# straight parabola is far away.
#
# </details>

# %% role="demo"
loss = np.polynomial.Polynomial([0, 0.25, -1, 0, 0.25])
slope, bend, one = loss.deriv(), loss.deriv(2), np.eye(1)
nearby = np.linspace(-1.2, 1.2, 41)
explore(
    lambda start: {
        0: (2 * nearby, loss(2 * nearby)),
        "your own": (start + nearby, [
            quadratic_model(loss(start), slope(start) * one[0], bend(start) * one, x * one[0]) for x in nearby
        ]),
        "newton": np.array([start, start + newton_step(slope(start) * one[0], bend(start) * one)[0]]),
    },
    lambda pen, data: draw_curves(pen, data | {"newton": (data["newton"], loss(data["newton"]))}),
    background=plain(
        (-2.4, 2.4), (-2, 2.5), "θ", "loss",
        legend={"loss": 0, "your model": "your own", "your step": "newton"},
    ),
    about="A loss with two valleys, your model around the start, and a line to where your step lands.",
    describe=lambda data: "From θ = {:.2f} the step lands at {:.2f}: ".format(*data["newton"])
    + "the loss goes from {:.2f} to {:.2f}.".format(*loss(data["newton"])),
    start=slider(-1.95, -2.2, 2.2, "start θ₀"),
)  # fmt: skip

# %% [markdown]
# ## 3. The whole path
#
# One step is exact only if the loss is exactly quadratic. Otherwise the landing place is just a better place
# to start from. Take gradient and Hessian *there*, and step again:
#
# $$H(\theta_k)\,\delta_k = -\nabla L(\theta_k), \qquad \theta_{k+1} = \theta_k + \delta_k.$$
#
# There is no step size to tune. Return all points of the path, the start included.

# %% role="function" name="newton"

# %% role="test" name="newton"

# %% [markdown]
# ## 4. How fast is fast?
#
# Near a minimum gradient descent shrinks the error by the same factor in each step. Newton's method *squares*
# it, up to a constant: correct digits double. Both are cases of
#
# $$e_{k+1} \approx C\, e_k^{\,p},$$
#
# with $p = 1$ and $p = 2$. Take the logarithm of two such equations and subtract one from the other: the
# constant drops out, and three errors in a row are enough to estimate $p$,
#
# $$p_k = \frac{\log\,(e_{k+1}/e_k)}{\log\,(e_k/e_{k-1})}.$$

# %% role="function" name="convergence_order"

# %% role="test" name="convergence_order"

# %% [markdown]
# Now measure your own method. The loss is $e^{\theta_1 + 3\theta_2} + e^{\theta_1 - 3\theta_2} +
# e^{-\theta_1}$, convex and far from quadratic; its minimum is at $(-\tfrac12 \ln 2,\, 0)$. Move the start
# away from the minimum: the first estimates are wild, because the law holds only near the minimum. Then they settle.

# %% role="demo"
A, best = np.array([[1.0, 3.0], [1.0, -3.0], [-1.0, 0.0]]), np.array([-np.log(2) / 2, 0.0])
explore(
    lambda start: np.linalg.norm(newton(
        lambda theta: np.exp(A @ theta) @ A,
        lambda theta: (A.T * np.exp(A @ theta)) @ A,
        np.array([start, 0.3]),
        10,
    ) - best, axis=1),
    lambda pen, errors: draw_curves(pen, {"newton": errors}, marker=True, floor=1e-17),
    background=plain((0, 10), (1e-17, 10), "step k", "distance to the minimum", logy=True),
    about="The distance of your Newton path to the minimum against the step, on a logarithmic axis.",
    describe=lambda errors: "Your estimated orders: "
    + ", ".join(f"{p:.2f}" for p in convergence_order(errors[errors > 1e-12])) + ".",
    start=slider(1.0, -2.0, 3.0, "start θ₁", step=0.1),
)  # fmt: skip

# %% [markdown]
# ## 5. Look before you leap
#
# The model is good nearby and may be wrong far away, so a full step can make the loss larger. A **line
# search** tries the step and shortens it until the loss falls *enough*. Along $\delta$ the slope promises a
# change of $a\, g^\top\delta$ for a step of size $a$. **Armijo's condition** asks for a small share $c$ of
# it:
#
# $$L(\theta + a\,\delta) \;\le\; L(\theta) + c\, a\; g^\top\delta .$$
#
# If $\delta$ points downhill, $g^\top\delta$ is negative, and the condition holds for every $a$ that is small
# enough: $c$ is below 1, and close to $\theta$ the loss follows its slope. If $\delta$ points uphill, no
# search helps: say so with an error.
#
# <details><summary><b>Predict first.</b> With c = 0 every decrease would do. Why ask for more?</summary>
#
# A run could then take ever smaller decreases and come to rest where the slope is not zero: from θ = 2 on the loss θ²,
# steps that land at −1.5, 1.25, −1.125, … lower the loss every time, and end up hopping between 1 and −1. Asking for a
# share of what the slope promises rules such steps out.
#
# </details>

# %% role="function" name="backtracking"

# %% role="test" name="backtracking"

# %% [markdown]
# ## 6. Out of the saddle
#
# Split the gradient along the eigenvectors $q_i$ of $H$. Newton's step along $q_i$ is
# $-(q_i^\top g)/\lambda_i$. For $\lambda_i < 0$ it has the sign of the gradient, so it goes uphill: a saddle
# *attracts* Newton's method. The repair is to keep the length and to turn the sign, that is, to divide by
# $|\lambda_i|$:
#
# $$\delta = -\bigl(|H| + \text{damping} \cdot I\bigr)^{-1} g, \qquad
# |H| = \sum_i |\lambda_i|\; q_i q_i^\top .$$
#
# The damping keeps the step short where the curvature is nearly zero and the model says nothing about how
# far to go.

# %% role="function" name="saddle_free_step"

# %% role="test" name="saddle_free_step"

# %% [markdown]
# <details><summary><b>Predict, then look.</b> Two minima, at the left and at the right, and a saddle between
# them at (0, 0). You can drag the start. Where do Newton's method and the saddle-free one end, if the start
# is near the middle?</summary>
#
# Newton's method is drawn into the saddle: the gradient vanishes there, and that is all it looks for. The
# saddle-free steps roll off to one side. Far out all curvatures are positive: there the steps of both are the
# same, as long as the damping is zero.
#
# </details>

# %% role="demo"
linear = np.array([[-1.0, 0.3], [0.3, 1.0]])
grad, hess = lambda t: linear @ t + [t[0] ** 3, 0], lambda t: linear + np.diag([3 * t[0] ** 2, 0])
explore(
    lambda start, damping: {
        "newton": newton(grad, hess, np.array(start), 12),
        "saddle-free": list(accumulate(
            range(12),
            lambda theta, _: theta + saddle_free_step(grad(theta), hess(theta), damping),
            initial=np.array(start),
        )),
    },
    draw_paths,
    background=contours(
        lambda t: (t[0] ** 4 + 1) / 4 - t[0] ** 2 / 2 + t[1] ** 2 / 2 + 0.3 * t[0] * t[1],
        (-2, 2), (-1.6, 1.6), legend=["newton", "saddle-free"],
    ),
    about="Paths of your newton and your saddle-free steps, on a landscape with a saddle between two minima.",
    describe=lambda paths: ", ".join(
        "{} ends at ({:.2f}, {:.2f})".format(name, *path[-1]) for name, path in paths.items()
    ) + ".",
    start=point(0.35, 1.2, "start"),
    damping=slider(0.0, 0.0, 3.0, "damping"),
)  # fmt: skip

# %% [markdown]
# ## 7. Multiply without the matrix
#
# For $n$ parameters the Hessian has $n^2$ entries: 8 TB for a million. But some methods never ask for the
# matrix, only for its *product* with a vector, and that is the change of the gradient along the vector. With
# the unit vector $u = v/\lVert v\rVert$,
#
# $$H v = \lVert v\rVert\; H u \;\approx\; \lVert v\rVert\;
# \frac{\nabla L(\theta + h\,u) - \nabla L(\theta - h\,u)}{2h}.$$
#
# That takes two gradients, whatever $n$ is. Why $u$ and not $v$? The distance $h$ is chosen with care: if it were much
# larger, the curvature would change on the way; if it were much smaller, rounding would eat up the difference. So the
# length of $v$ must not change how far from $\theta$ you look.

# %% role="function" name="hessian_vector_product"

# %% role="test" name="hessian_vector_product"

# %% [markdown]
# ## 8. Solve without the matrix
#
# Products are enough to solve $A x = b$ when $A$ is symmetric and positive definite. **Conjugate
# gradients** minimise $\tfrac12 x^\top A x - b^\top x$, whose gradient is $Ax - b$, one direction after the
# other. Start at $x = 0$ with residual and direction $r = p = b$, and repeat
#
# $$a = \frac{r^\top r}{p^\top A p}, \qquad x \leftarrow x + a\,p, \qquad r_+ = r - a\,A p, \qquad
# p \leftarrow r_+ + \frac{r_+^\top r_+}{r^\top r}\; p.$$
#
# The last formula is the point: the new direction is the residual, made *conjugate* to the old direction
# ($p_+^\top A\, p = 0$), so no step spoils what the earlier steps have gained. Without rounding errors
# the answer is exact after at most $n$ products, and after as many as $A$ has *distinct* eigenvalues.

# %% role="function" name="conjugate_gradient"

# %% role="test" name="conjugate_gradient"

# %% [markdown]
# <details><summary><b>Predict, then look.</b> Forty unknowns, with the eigenvalues of A spread from 1 to κ in
# a few groups. What counts more for the number of products: κ, or the number of groups?</summary>
#
# With few groups the residual drops to nothing after as many products as there are groups, however large κ
# is. With many groups κ decides how steep the curve falls.
#
# </details>

# %% role="demo"
b, products = np.ones(40) / np.sqrt(40), np.arange(1, 31)
explore(
    lambda kappa, groups: [
        np.linalg.norm(
            (A := np.resize(np.geomspace(1, kappa, groups), 40))
            * conjugate_gradient(lambda v: A * v, b, 1e-14, most)
            - b
        )
        for most in products.tolist()
    ],
    lambda pen, residuals: draw_curves(pen, {"your own": (products, residuals)}, marker=True, floor=1e-16),
    background=plain((0, 31), (1e-16, 10), "products allowed", "relative residual", logy=True),
    about="The relative residual of your conjugate gradients against the number of products allowed.",
    describe=lambda residuals: "Relative residual after 4, 10 and 30 products: "
    + ", ".join(f"{residuals[most - 1]:.1g}" for most in (4, 10, 30)) + ".",
    kappa=log_slider(30.0, 1, 1000, "condition number κ", notches=30),
    groups=int_slider(4, 1, 20, "groups of eigenvalues"),
)  # fmt: skip

# %% [markdown]
# ## 9. Newton's method for many parameters
#
# Put the parts together. Each step of Newton's method solves $H(\theta_k)\,\delta_k = -\nabla L(\theta_k)$;
# conjugate gradients solve it from products alone; each product takes two gradients. The Hessian is never
# formed, and apart from the path only a few vectors are kept. The loss is convex, so $H$ has no negative
# eigenvalue.
#
# Think about *how accurately* to solve. A product from differences is good to ten digits or so, and it is no use asking
# for more. Ask for too little, and the path leaves Newton's.

# %% role="function" name="newton_cg"

# %% role="test" name="newton_cg"

# %% [markdown]
# ## 10. The clinic
#
# Six programs were meant to leave a saddle by saddle-free steps and to converge to a minimum. The picture
# shows their losses. The table shows how they began and how they ended.

# %%
show_diagnosis(ASSIGNMENT)

# %% [markdown]
# Ask of each run: is its first step the same as that of others, in direction and in length? Where does it end, and
# what kind of point is that? How does its error shrink near the end: by the same factor in each step, or faster and
# faster? Then give each run its label from the list. The words count, capital letters and blanks do not.

# %% role="diagnosis"

# %% role="test" name="diagnosis"

# %% [markdown]
# ## 11. In your own words
#
# A colleague trains a network with $n = 10^6$ parameters by gradient descent. He reads that Newton's method
# doubles its correct digits in each step, and plans to replace his optimizer by `newton` from section 3.
#
# Advise him in twelve lines or so (10 points, read by a person). Say what one step would cost, in memory
# and in arithmetic; where the promise of doubling digits holds and where it does not; what could happen to
# the run at a point where the Hessian has negative eigenvalues; and what you would propose instead, with
# its price per step.

# %% [markdown] role="explain"
# The Hessian has $10^{12}$ entries, 8 TB in double precision, and solving with it takes about $n^3/3
# \approx 3\cdot10^{17}$ operations, days on a machine that does $10^{12}$ a second; to compute its entries
# costs about $n$ gradients more. The digits double only close to a minimum with positive curvature; far
# away the full step may raise the loss, so a line search is needed. The loss of a network is not convex:
# where the Hessian has negative eigenvalues, Newton's step goes uphill along them and is drawn to saddles
# and maxima. I would take Newton's direction from conjugate gradients with Hessian-vector products: a few
# vectors of memory, and two gradients for each product, say twenty to a hundred gradients a step. Since
# that needs positive curvature, damp the system or stop when a direction of negative curvature turns up,
# and put a line search behind it.
#
# === BEGIN MARK SCHEME ===
#
# - 3 points: the price of a step. 1 for the memory (n² entries, about 8 TB), 1 for the arithmetic (of order
#   n³, about 10¹⁷ to 10¹⁸), 1 for seeing that one of these rules the plan out.
# - 2 points: the scope of the promise: only near a minimum (1) and with positive curvature there, or a line
#   search or damping is needed further away (1).
# - 2 points: at negative curvature the step goes uphill along those eigenvectors (1), so the run is drawn
#   to saddles or maxima (1).
# - 3 points: a proposal without the matrix: conjugate gradients with Hessian-vector products or the like
#   (1), with its price: some vectors of memory, and two gradients for each product (1), and a guard for
#   negative curvature: damping, |H|, stopping early, a line search (1). Momentum or adaptive methods, with
#   a reason and their price, earn up to 2 of these points.
#
# === END MARK SCHEME ===
