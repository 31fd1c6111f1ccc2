//! 個人番号 (マイナンバー), 12 digits.

use super::{NumberProblem, agree, digits};

/// The check digit of an individual number from its first eleven digits (as numbers 0 to 9).
///
/// 11 − (Σ Pn·Qn mod 11), 0 when the remainder is at most 1; Pn the n-th digit from the lowest, Qn = n + 1 up to n = 6, n − 5
/// from n = 7. Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律の規定による通知カード及び個人番号カード
/// 並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する省令 (平成26年総務省令85号) 5条.
pub fn individual_number_check(first11: [u8; 11]) -> u8 {
    let weighted = first11.into_iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6]);
    match weighted.map(|(digit, weight)| u32::from(digit) * weight).sum::<u32>() % 11 {
        0 | 1 => 0,
        remainder => (11 - remainder) as u8,
    }
}

/// Whether a text is a well-formed individual number: 12 ASCII digits, the last of them the check digit.
///
/// # Errors
///
/// The first [`NumberProblem`] that applies.
pub fn is_individual_number(text: &str) -> Result<(), NumberProblem> {
    let [first @ .., check] = digits::<12>(text)?;
    agree(check, individual_number_check(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twelfth_digit_checks_the_first_eleven() {
        // Computed in Python from the text of the ordinance, remainders 1 (check 0) and 10 (check 1) among them.
        for text in [
            "123456789018",
            "000000000019",
            "987654321093",
            "111111111126",
            "555555555549",
            "200000000000",
            "000000000051",
            "521874998311",
            "788800332725",
        ] {
            assert_eq!(is_individual_number(text), Ok(()), "{text}");
        }
        assert_eq!(is_individual_number("123456789012"), Err(NumberProblem::CheckDigit));
        assert_eq!(is_individual_number("213456789018"), Err(NumberProblem::CheckDigit));
    }

    #[test]
    fn zeros_are_a_filler_though_their_check_digit_is_right() {
        assert_eq!(individual_number_check([0; 11]), 0);
        assert_eq!(is_individual_number("000000000000"), Err(NumberProblem::AllSame));
        assert_eq!(is_individual_number("999999999999"), Err(NumberProblem::AllSame));
    }

    #[test]
    fn an_individual_number_has_twelve_digits() {
        assert_eq!(
            is_individual_number("12345678901"),
            Err(NumberProblem::Length { expected: 12, actual: 11 })
        );
        assert_eq!(is_individual_number("１２３４５６７８９０１８"), Err(NumberProblem::NotDigits));
    }
}
