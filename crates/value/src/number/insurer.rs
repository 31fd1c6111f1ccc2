//! 保険者番号, 8 digits.

use super::{NumberProblem, agree, digits, two_one_check};

/// The check digit of an insurer number from its first seven digits (as numbers 0 to 9): 法別番号 2, 都道府県番号 2,
/// 保険者別番号 3.
///
/// Weights 2 1 2 1 … from the digit before the check, the digits of the products summed, 10 − its lowest digit, 0 for 10.
/// Source: 保険者番号等の設定について (昭和51年8月7日 保発45号・庁保発34号).
pub fn insurer_number_check(first7: [u8; 7]) -> u8 {
    two_one_check(&first7)
}

/// Whether a text is a well-formed insurer number of 8 ASCII digits, the last of them the check digit.
///
/// # Errors
///
/// The first [`NumberProblem`] that applies.
pub fn is_insurer_number(text: &str) -> Result<(), NumberProblem> {
    let [first @ .., check] = digits::<8>(text)?;
    agree(check, insurer_number_check(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eighth_digit_checks_the_first_seven() {
        // 33120015 from DOMAIN.md; 01130012 is 協会けんぽ東京支部; the others computed in Python.
        for text in ["33120015", "01130012", "39092010", "06099998", "00000554"] {
            assert_eq!(is_insurer_number(text), Ok(()), "{text}");
        }
        assert_eq!(is_insurer_number("33120016"), Err(NumberProblem::CheckDigit));
    }

    #[test]
    fn an_insurer_number_has_eight_digits() {
        assert_eq!(is_insurer_number("138057"), Err(NumberProblem::Length { expected: 8, actual: 6 }));
        assert_eq!(is_insurer_number("00000000"), Err(NumberProblem::AllSame));
    }
}
