//! What the detector finds in series that leave no doubt.

use super::*;

/// A repeatable noise between -1 and 1.
fn noise(at: usize) -> f64 {
    let bits = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let bits = (bits ^ (bits >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((bits >> 11) as f64 / (1_u64 << 53) as f64).mul_add(2.0, -1.0)
}

fn series(count: usize, value: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..count).map(value).collect()
}

#[test]
fn kinds_of_changes() {
    let step = |from: usize| move |at: usize| noise(at) + if at < from { 0.0 } else { 20.0 };
    let cases = [
        (series(60, noise), Kind::Stationary, None),
        (series(60, step(25)), Kind::Step, Some(25)),
        (series(900, step(500)), Kind::Step, Some(500)),
        (series(60, |at| noise(at) + 3.0 * at as f64), Kind::NonStationary, None),
        (series(80, |at| noise(at) + 4.0 * (at.min(80 - at)) as f64), Kind::Trend, Some(39)),
        (series(60, |at| if at == 30 { 50.0 } else { noise(at) }), Kind::Spike, Some(30)),
        (series(60, |at| if at == 41 { -50.0 } else { noise(at) }), Kind::Dip, Some(41)),
        (
            series(200, |at| if at < 100 { noise(at) } else { 30.0 * noise(at) }),
            Kind::Distribution,
            Some(100),
        ),
    ];
    for (values, kind, at) in cases {
        let change = detect(&values);
        assert_eq!(change.kind, kind, "{change:?}");
        match (change.at, at) {
            (Some(found), Some(at)) => assert!(found.abs_diff(at) <= 3, "{change:?}"),
            (found, at) => assert_eq!(found, at),
        }
    }
}

#[test]
fn steps_without_noise_are_certain() {
    let change = detect(&series(25, |at| if at < 12 { 0.0 } else { 42.0 }));
    assert_eq!(change, Change { kind: Kind::Step, p_value: 0.0, at: Some(12) });
    assert_eq!(detect(&[7.0; 40]), Change::NONE);
}

#[test]
fn samples_of_one_distribution_and_of_two() {
    // Values of the exact distribution: of 20 ways to merge three and three values, two keep them
    // apart altogether.
    let far = kolmogorov_smirnov::p_value(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]);
    assert!((far - 0.1).abs() < 1e-12, "{far}");
    let near = kolmogorov_smirnov::p_value(&[1.0, 3.0, 5.0], &[2.0, 4.0, 6.0]);
    assert!((near - 1.0).abs() < 1e-12, "{near}");
}
