//! 市町村番号 of 障害福祉, 6 digits.

use super::{NumberProblem, agree, digits, two_one_check};

/// The check digit of the number that welfare for the disabled (障害福祉) gives a municipality, from its first five digits (as
/// numbers 0 to 9).
///
/// The rule of the insurer numbers, on five digits: weights 2 1 2 1 2, the digits of the products summed, 10 − its lowest
/// digit, 0 for 10. So a city whose 全国地方公共団体コード is 092011 is 092015 here.
pub fn welfare_municipality_number_check(first5: [u8; 5]) -> u8 {
    two_one_check(&first5)
}

/// Whether a text is a well-formed welfare number of a municipality: 6 ASCII digits, the last of them the check digit.
///
/// # Errors
///
/// The first [`NumberProblem`] that applies.
pub fn is_welfare_municipality_number(text: &str) -> Result<(), NumberProblem> {
    let [first @ .., check] = digits::<6>(text)?;
    agree(check, welfare_municipality_number_check(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_digit_checks_the_first_five_by_the_insurers_rule() {
        // 092015 from DOMAIN.md; the others computed in Python.
        for text in ["092015", "131011", "011007", "090019", "000059"] {
            assert_eq!(is_welfare_municipality_number(text), Ok(()), "{text}");
        }
        assert_eq!(is_welfare_municipality_number("092011"), Err(NumberProblem::CheckDigit));
    }
}
