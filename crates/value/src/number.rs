//! Numbers that carry a check digit: one file for each, with the law or standard that it comes from.
//!
//! All of them are ASCII digits in a standard item: width is for the caller to settle before.

pub(crate) mod corporate;
pub(crate) mod individual;
pub(crate) mod insurer;
pub(crate) mod municipality;
pub(crate) mod welfare;

use std::fmt;

/// Why a text is not the number it should be. The first that applies, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NumberProblem {
    /// Not as many characters as the number has.
    Length {
        /// Characters the number has.
        expected: usize,
        /// Characters (Unicode scalar values) the text has.
        actual: usize,
    },
    /// As long as it should be, but not only ASCII digits.
    NotDigits,
    /// One digit repeated: a filler, whatever its check digit says.
    AllSame,
    /// The check digit is not the one that the others give.
    CheckDigit,
}

impl fmt::Display for NumberProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberProblem::Length { expected, actual } => {
                write!(f, "{actual} characters instead of {expected}")
            }
            NumberProblem::NotDigits => f.write_str("not only digits"),
            NumberProblem::AllSame => f.write_str("one digit repeated"),
            NumberProblem::CheckDigit => f.write_str("the check digit is wrong"),
        }
    }
}

impl std::error::Error for NumberProblem {}

/// The `N` digits of a text, as numbers 0 to 9, not all the same.
fn digits<const N: usize>(text: &str) -> Result<[u8; N], NumberProblem> {
    let Ok(bytes) = <[u8; N]>::try_from(text.as_bytes()) else {
        return match text.chars().count() {
            actual if actual == N => Err(NumberProblem::NotDigits),
            actual => Err(NumberProblem::Length { expected: N, actual }),
        };
    };
    if !bytes.iter().all(u8::is_ascii_digit) {
        let actual = text.chars().count();
        return Err(if actual == N {
            NumberProblem::NotDigits
        } else {
            NumberProblem::Length { expected: N, actual }
        });
    }
    if bytes.windows(2).all(|pair| pair[0] == pair[1]) {
        return Err(NumberProblem::AllSame);
    }
    Ok(bytes.map(|byte| byte - b'0'))
}

fn agree(written: u8, computed: u8) -> Result<(), NumberProblem> {
    if written == computed { Ok(()) } else { Err(NumberProblem::CheckDigit) }
}

/// The check digit of the health insurance numbers: weights 2 1 2 1 … from the right, the digits of the products summed,
/// 10 − its lowest digit, and 0 for 10.
fn two_one_check(digits: &[u8]) -> u8 {
    let weighted = digits.iter().rev().zip([2, 1].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    ((10 - sum % 10) % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::NumberProblem::*;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn length_comes_before_digits_before_repetition() {
        assert_eq!(digits::<6>(""), Err(Length { expected: 6, actual: 0 }));
        assert_eq!(digits::<6>("12345x7"), Err(Length { expected: 6, actual: 7 }));
        assert_eq!(digits::<6>("１１１１１１"), Err(NotDigits));
        assert_eq!(digits::<6>("１１"), Err(Length { expected: 6, actual: 2 }));
        assert_eq!(digits::<6>("12 456"), Err(NotDigits));
        assert_eq!(digits::<6>("000000"), Err(AllSame));
        assert_eq!(digits::<6>("777777"), Err(AllSame));
        assert_eq!(digits::<6>("123456"), Ok([1, 2, 3, 4, 5, 6]));
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(text in ".{0,15}|[0-9]{6,13}") {
            for judge in [
                individual::is_individual_number,
                corporate::is_corporate_number,
                municipality::is_municipality_code,
                insurer::is_insurer_number,
                welfare::is_welfare_municipality_number,
            ] {
                let _ = judge(&text);
            }
        }

        #[test]
        fn exactly_one_last_digit_is_right(first in "[0-9]{5}[1-8]0[1-9]{4}") {
            let right = (0..10).filter(|last| individual::is_individual_number(&format!("{first}{last}")).is_ok());
            prop_assert_eq!(right.count(), 1);
        }

        #[test]
        fn any_byte_may_be_given_to_a_check(bytes in any::<[u8; 12]>()) {
            let [a, b, c, d, e, f, g, h, i, j, k, _] = bytes;
            prop_assert!(corporate::corporate_number_check(bytes) <= 9);
            prop_assert!(individual::individual_number_check([a, b, c, d, e, f, g, h, i, j, k]) <= 9);
            prop_assert!(insurer::insurer_number_check([a, b, c, d, e, f, g]) <= 9);
            prop_assert!(municipality::municipality_code_check([a, b, c, d, e]) <= 9);
            prop_assert!(welfare::welfare_municipality_number_check([a, b, c, d, e]) <= 9);
        }
    }
}
