//! The great-circle distance as Lucene computes it: fast approximations of the cosine and the arc
//! sine, exact enough for maps, and other in the last digits than exact ones.
//!
//! Both expand around the nearest of many fixed points, the cosine 2,048 on the circle, the arc
//! sine 8,192 up to the sine of 73 degrees; beyond, the arc sine is that of fdlibm. Source: the
//! numbers of Lucene's `SloppyMath` and `GeoEncodingUtils`.

use geo::Coord;

/// Twice the mean radius of the earth, in meters.
const DIAMETER: f64 = 2.0 * 6_371_008.771_4;

/// Meters between two points on the globe, each first rounded as an index rounds it.
pub(in crate::families) fn haversine_meters(a: Coord, b: Coord) -> f64 {
    let [a, b] =
        [a, b].map(|point| Coord { x: quantize(point.x, 360.0), y: quantize(point.y, 180.0) });
    let (lat_a, lat_b) = (a.y.to_radians(), b.y.to_radians());
    let h1 = 1.0 - cos(lat_a - lat_b);
    let h2 = 1.0 - cos((a.x - b.x).to_radians());
    let h = h1 + cos(lat_a) * cos(lat_b) * h2;
    // The last bits are dropped, so that the order of the points does not matter.
    let h = f64::from_bits(h.to_bits() & !0x7);
    DIAMETER * asin((h * 0.5).sqrt().min(1.0))
}

/// A degree of latitude (out of 180) or longitude (out of 360) in 32 bits, and back.
fn quantize(degrees: f64, range: f64) -> f64 {
    let step = range / (f64::from(u32::MAX) + 1.0);
    // The end of the range belongs to the last step.
    let at = (degrees / step).floor().clamp(f64::from(i32::MIN), f64::from(i32::MAX));
    at * step
}

#[allow(clippy::cast_possible_truncation)]
fn cos(angle: f64) -> f64 {
    /// Pi in two parts, each times 2 over 2,048.
    const STEP: (f64, f64) = (
        4.0 * f64::from_bits(0x3ff9_21fb_5440_0000) / 2048.0,
        4.0 * f64::from_bits(0x3dd0_b461_1a62_6331) / 2048.0,
    );
    let angle = angle.abs();
    let index = (angle * (1.0 / (STEP.0 + STEP.1)) + 0.5) as i32;
    let delta = (angle - f64::from(index) * STEP.0) - f64::from(index) * STEP.1;
    let index = index & 2047;
    let near = f64::from(index) * STEP.0 + f64::from(index) * STEP.1;
    let sin = if index == 1024 { 0.0 } else { near.sin() };
    let cos = if matches!(index, 512 | 1536) { 0.0 } else { near.cos() };
    cos + delta
        * (-sin
            + delta
                * (-cos * (1.0 / 2.0) + delta * (sin * (1.0 / 6.0) + delta * cos * (1.0 / 24.0))))
}

#[allow(clippy::cast_possible_truncation)]
fn asin(sine: f64) -> f64 {
    let limit = 73.0_f64.to_radians().sin();
    if sine > limit {
        return asin_near_one(sine);
    }
    let step = limit / 8192.0;
    let index = (sine * (1.0 / step) + 0.5) as i32;
    let delta = sine - f64::from(index) * step;
    let x = f64::from(index) * step;
    let inverse = 1.0 / (1.0 - x * x);
    let d1 = inverse.sqrt();
    let (d2, d3, d4) = (d1 * inverse, d1 * inverse * inverse, d1 * inverse * inverse * inverse);
    let second = x * d2 * (1.0 / 2.0);
    let third = (1.0 + 2.0 * x * x) * d3 * (1.0 / 6.0);
    let fourth = (5.0 + 2.0 * x * (2.0 + x * (5.0 - 2.0 * x))) * d4 * (1.0 / 24.0);
    x.asin() + delta * (d1 + delta * (second + delta * (third + delta * fourth)))
}

/// The arc sine near 1, by the rational approximation of fdlibm.
fn asin_near_one(sine: f64) -> f64 {
    const HALF_PI: (f64, f64) =
        (f64::from_bits(0x3ff9_21fb_5444_2d18), f64::from_bits(0x3c91_a626_3314_5c07));
    const P: [f64; 6] = [
        f64::from_bits(0x3fc5_5555_5555_5555),
        f64::from_bits(0xbfd4_d612_03eb_6f7d),
        f64::from_bits(0x3fc9_c155_0e88_4455),
        f64::from_bits(0xbfa4_8228_b568_8f3b),
        f64::from_bits(0x3f49_efe0_7501_b288),
        f64::from_bits(0x3f02_3de1_0dfd_f709),
    ];
    const Q: [f64; 4] = [
        f64::from_bits(0xc003_3a27_1c8a_2d4b),
        f64::from_bits(0x4000_2ae5_9c59_8ac8),
        f64::from_bits(0xbfe6_066c_1b8d_0159),
        f64::from_bits(0x3fb3_b8c5_b12e_9282),
    ];
    if sine >= 1.0 {
        return std::f64::consts::FRAC_PI_2;
    }
    let t = (1.0 - sine) * 0.5;
    let polynomial =
        |numbers: &[f64]| numbers.iter().rev().fold(0.0, |sum, number| number + t * sum);
    let p = t * polynomial(&P);
    let q = 1.0 + t * polynomial(&Q);
    let s = t.sqrt();
    let z = s + s * (p / q);
    HALF_PI.0 - ((z + z) - HALF_PI.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_the_exact_functions() {
        for step in 0..=1_000 {
            let x = f64::from(step) / 1_000.0;
            assert!((asin(x) - x.asin()).abs() < 1e-12, "asin {x}");
            let angle = x * std::f64::consts::TAU;
            assert!((cos(angle) - angle.cos()).abs() < 1e-14, "cos {angle}");
        }
    }

    #[test]
    fn distances() {
        let point = |x, y| Coord { x, y };
        let equator = haversine_meters(point(0.0, 0.0), point(180.0, 0.0));
        assert!((equator - std::f64::consts::PI * DIAMETER / 2.0).abs() < 1.0, "{equator}");
        assert_eq!(haversine_meters(point(2.0, 1.0), point(2.0, 1.0)), 0.0);
        let there = haversine_meters(point(12.6, 55.7), point(-0.1, 51.5));
        assert_eq!(there, haversine_meters(point(-0.1, 51.5), point(12.6, 55.7)));
    }
}
