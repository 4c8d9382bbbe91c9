//! A parabola fitted to weighted points that come and go, by least squares.

/// Beyond this ratio of the greatest to the least eigenvalue a fit says nothing.
const MAX_CONDITION: f64 = 1e15;

/// Running weighted means of what the normal equations of a parabola need.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Regression {
    weight: f64,
    /// The means of `x^0` to `x^4`.
    powers: [f64; 5],
    /// The means of `y`, `x y` and `x² y`.
    products: [f64; 3],
    /// The mean of `y²`.
    squares: f64,
}

impl Regression {
    pub(super) fn add(&mut self, x: f64, y: f64, weight: f64) {
        self.weight += weight;
        let share = weight / self.weight;
        self.mix(x, y, 1.0 - share, share);
    }

    pub(super) fn remove(&mut self, x: f64, y: f64, weight: f64) {
        self.weight = (self.weight - weight).max(0.0);
        if self.weight == 0.0 {
            *self = Regression::default();
            return;
        }
        let share = weight / self.weight;
        self.mix(x, y, 1.0 + share, -share);
    }

    fn mix(&mut self, x: f64, y: f64, old: f64, new: f64) {
        let mut power = 1.0;
        for (at, mean) in self.powers.iter_mut().enumerate() {
            *mean = *mean * old + new * power;
            if let Some(product) = self.products.get_mut(at) {
                *product = *product * old + new * (power * y);
            }
            power *= x;
        }
        self.squares = self.squares * old + new * (y * y);
    }

    /// Which part of the variance the parabola explains, from 0 to 1.
    pub(super) fn r_squared(&self) -> f64 {
        if self.weight <= 0.0 {
            return 0.0;
        }
        let mean = self.products[0];
        let variance = self.squares - mean * mean;
        let Some(fit) = self.fit() else { return 0.0 };
        let explained: f64 = fit.iter().zip(&self.products).map(|(one, other)| one * other).sum();
        let fitted_mean: f64 = fit.iter().zip(&self.powers).map(|(one, other)| one * other).sum();
        let off = mean - fitted_mean;
        let residual = self.squares - explained - off * off;
        (1.0 - residual / variance).clamp(0.0, 1.0)
    }

    /// The coefficients of the parabola; `None` if the points do not settle them.
    fn fit(&self) -> Option<[f64; 3]> {
        let matrix = std::array::from_fn(|row| std::array::from_fn(|at| self.powers[row + at]));
        let (values, vectors) = eigen(matrix);
        let greatest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let least = values.iter().fold(f64::INFINITY, |least, value| least.min(value.abs()));
        if greatest > MAX_CONDITION * least || least == 0.0 {
            return None;
        }
        let mut fit = [0.0; 3];
        for (at, value) in values.iter().enumerate() {
            let along: f64 = (0..3).map(|row| vectors[row][at] * self.products[row]).sum();
            for (row, coefficient) in fit.iter_mut().enumerate() {
                *coefficient += vectors[row][at] * along / value;
            }
        }
        Some(fit)
    }
}

/// Eigenvalues and eigenvectors (as columns) of a symmetric matrix, by Jacobi's rotations.
fn eigen(mut matrix: [[f64; 3]; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    const SWEEPS: usize = 50;
    let mut vectors = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for _ in 0..SWEEPS {
        let off = matrix[0][1].abs() + matrix[0][2].abs() + matrix[1][2].abs();
        if off == 0.0 {
            break;
        }
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if matrix[p][q] == 0.0 {
                continue;
            }
            let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let t = if theta == 0.0 { 1.0 } else { t };
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            for row in &mut matrix {
                let (a, b) = (row[p], row[q]);
                row[p] = c * a - s * b;
                row[q] = s * a + c * b;
            }
            let (row_p, row_q) = (matrix[p], matrix[q]);
            matrix[p] = std::array::from_fn(|at| c * row_p[at] - s * row_q[at]);
            matrix[q] = std::array::from_fn(|at| s * row_p[at] + c * row_q[at]);
            for row in &mut vectors {
                let (a, b) = (row[p], row[q]);
                row[p] = c * a - s * b;
                row[q] = s * a + c * b;
            }
        }
    }
    ([matrix[0][0], matrix[1][1], matrix[2][2]], vectors)
}
