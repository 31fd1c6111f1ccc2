//! 全国地方公共団体コード, 6 digits.

use super::{NumberProblem, agree, digits};

/// The check digit of a municipality code from its first five digits (as numbers 0 to 9).
///
/// Weights 6 5 4 3 2, the lowest digit of 11 − (sum mod 11).
/// Source: 総務省「全国地方公共団体コード」(検査数字を算出する方法).
pub fn municipality_code_check(first5: [u8; 5]) -> u8 {
    let weighted = first5.into_iter().zip([6, 5, 4, 3, 2]);
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit) * weight).sum();
    ((11 - sum % 11) % 10) as u8
}

/// Whether a text is a well-formed municipality code: 6 ASCII digits, the last of them the check digit. Whether there is such
/// a municipality is another question.
///
/// # Errors
///
/// The first [`NumberProblem`] that applies.
pub fn is_municipality_code(text: &str) -> Result<(), NumberProblem> {
    let [first @ .., check] = digits::<6>(text)?;
    agree(check, municipality_code_check(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_digit_checks_the_first_five() {
        // Published codes: 札幌市, 函館市, 宇都宮市, 東京都, 千代田区, 川崎市, 大阪市, 福岡市, 那覇市; recomputed in Python.
        // 宇都宮市 and 東京都 have remainders 0 and 10: 11 and 1.
        for text in ["011002", "012025", "092011", "130001", "131016", "141305", "271004", "401307", "472018"]
        {
            assert_eq!(is_municipality_code(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn the_welfare_number_of_a_city_is_not_its_municipality_code() {
        // DOMAIN.md "Numbers": 宇都宮市 is 092011 here, 092015 in welfare.
        assert_eq!(is_municipality_code("092015"), Err(NumberProblem::CheckDigit));
    }

    #[test]
    fn five_digits_lack_the_check_digit() {
        assert_eq!(is_municipality_code("09201"), Err(NumberProblem::Length { expected: 6, actual: 5 }));
        assert_eq!(is_municipality_code("000000"), Err(NumberProblem::AllSame));
    }
}
