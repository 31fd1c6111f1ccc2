//! 法人番号, 13 digits.

use super::{NumberProblem, agree, digits};

/// The check digit of a corporate number, its first digit, from the lower twelve (as numbers 0 to 9).
///
/// 9 − (Σ Pn·Qn mod 9); Pn the n-th digit from the lowest, Qn = 1 for odd n and 2 for even n.
/// Source: 法人番号の指定等に関する省令 (平成26年財務省令70号) 2条.
pub fn corporate_number_check(lower12: [u8; 12]) -> u8 {
    let weighted = lower12.into_iter().rev().zip([1, 2].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit) * weight).sum();
    (9 - sum % 9) as u8
}

/// Whether a text is a well-formed corporate number: 13 ASCII digits, the first of them the check digit.
///
/// # Errors
///
/// The first [`NumberProblem`] that applies.
pub fn is_corporate_number(text: &str) -> Result<(), NumberProblem> {
    let [check, lower @ ..] = digits::<13>(text)?;
    agree(check, corporate_number_check(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digit_checks_the_lower_twelve() {
        // Published numbers: 国税庁, デジタル庁, 千代田区, 宇都宮市, トヨタ自動車; recomputed in Python.
        for text in ["7000012050002", "8000012010038", "8000020131016", "7000020092011", "1180301018771"] {
            assert_eq!(is_corporate_number(text), Ok(()), "{text}");
        }
        assert_eq!(is_corporate_number("1000012050002"), Err(NumberProblem::CheckDigit));
        assert_eq!(is_corporate_number("7000012050020"), Err(NumberProblem::CheckDigit));
    }

    #[test]
    fn the_check_digit_is_never_zero() {
        assert_eq!(corporate_number_check([0; 12]), 9);
        assert_eq!(corporate_number_check([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]), 9);
    }

    #[test]
    fn nines_are_a_filler_though_their_check_digit_is_right() {
        assert_eq!(corporate_number_check([9; 12]), 9);
        assert_eq!(is_corporate_number("9999999999999"), Err(NumberProblem::AllSame));
        assert_eq!(
            is_corporate_number("999999999999"),
            Err(NumberProblem::Length { expected: 13, actual: 12 })
        );
    }
}
