//! SET029: a figure that the city already reported is what counting the data gives, within a tolerance.

use super::DeliveryFault;
use utsushi_findings::SET029;
use utsushi_value::{Decimal, parse_decimal};

/// How an expected figure and the counted one stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agreement {
    /// They are the same number.
    Same,
    /// They differ by no more than is tolerated.
    Tolerated,
}

/// The largest scale of a figure.
const SCALE: u8 = 6;

/// Compares them as numbers. `allows` is asked with both, without their point, and their scale.
///
/// # Errors
/// They differ by more, or what was expected is no number.
pub fn check(
    name: &str,
    expected: &str,
    counted: &str,
    allows: impl Fn(i128, i128, u8) -> bool,
) -> Result<Agreement, DeliveryFault> {
    let fault = || DeliveryFault { code: &SET029, text: format!("{name}: {expected} / {counted}") };
    let number = |text: &str| parse_decimal(text, SCALE).ok().map(|Decimal { unscaled, .. }| unscaled);
    match (number(expected), number(counted)) {
        (Some(expected), Some(counted)) if expected == counted => Ok(Agreement::Same),
        (Some(expected), Some(counted)) if allows(expected, counted, SCALE) => Ok(Agreement::Tolerated),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_compared_as_numbers() {
        let none = |_, _, _| false;
        assert_eq!(check("人口", "1200", "1200.0", none), Ok(Agreement::Same));
        assert!(check("人口", "1200", "1201", none).is_err());
        assert!(check("人口", "約千", "1000", none).is_err());
        let by_one = |a: i128, b: i128, _| (a - b).abs() <= 1_000_000;
        assert_eq!(check("人口", "1200", "1201", by_one), Ok(Agreement::Tolerated));
    }
}
