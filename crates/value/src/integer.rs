//! Signed integers as legacy files write them.

use std::fmt;

/// Why a text is not a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NumericProblem {
    /// Nothing but spaces.
    Empty,
    /// Not written in any form that numbers are written in; a misplaced comma, two signs.
    NotANumber,
    /// A number beyond what the type holds.
    TooLarge,
    /// More decimals than declared, and not all of the rest zeros.
    TooPrecise,
}

impl fmt::Display for NumericProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumericProblem::Empty => "empty",
            NumericProblem::NotANumber => "not a number",
            NumericProblem::TooLarge => "too large a number",
            NumericProblem::TooPrecise => "more decimals than declared",
        })
    }
}

impl std::error::Error for NumericProblem {}

/// Reads a signed integer.
///
/// Half and full width are the same, spaces around are ignored, leading zeros are fine. One sign may lead (`-1`, `▲1`, `△ 1`)
/// or trail (`1-`): `+` is plus; `-`, `−`, `▲` and `△` are minus. Commas may group the digits by three (`1,234`), and then have
/// to be right.
///
/// # Errors
///
/// [`NumericProblem::Empty`], [`NumericProblem::NotANumber`] (also for a decimal point), or [`NumericProblem::TooLarge`] beyond
/// `i64`.
pub fn parse_integer(text: &str) -> Result<i64, NumericProblem> {
    let (negative, digits) = signed(text)?;
    let sign = if negative { -1 } else { 1 };
    let mut value = Some(0i64);
    grouped(digits, |digit| {
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(sign * i64::from(digit)));
    })?;
    value.ok_or(NumericProblem::TooLarge)
}

/// Appends an integer in ASCII digits, with `-` before it when negative.
pub fn write_integer(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    write_digits(u128::from(value.unsigned_abs()), 0, out);
}

/// Whether a text is negative, and what is left of it without sign and spaces.
pub(crate) fn signed(text: &str) -> Result<(bool, &str), NumericProblem> {
    let text = trim(text);
    if text.is_empty() {
        return Err(NumericProblem::Empty);
    }
    let (leading, unsigned) = match text.chars().next().and_then(minus) {
        Some(negative) => (Some(negative), text.trim_start_matches(|c| minus(c).is_some())),
        None => (None, text),
    };
    let (trailing, digits) = match unsigned.chars().next_back().and_then(minus) {
        Some(negative) => (Some(negative), unsigned.trim_end_matches(|c| minus(c).is_some())),
        None => (None, unsigned),
    };
    let signs = text.chars().filter(|&c| minus(c).is_some()).count();
    let digits = trim(digits);
    if signs > 1 || digits.is_empty() {
        return Err(NumericProblem::NotANumber);
    }
    Ok((leading.or(trailing).unwrap_or(false), digits))
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\u{3000}', '\t'])
}

/// Whether a sign is a minus; `None` when it is no sign.
fn minus(c: char) -> Option<bool> {
    match c {
        '+' | '＋' => Some(false),
        '-' | '－' | '\u{2212}' | '▲' | '△' => Some(true),
        _ => None,
    }
}

/// The value of a digit of either width.
pub(crate) fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => u8::try_from(c as u32 - '０' as u32).ok(),
        _ => None,
    }
}

/// Hands over the digits of an unsigned whole number, one after the other; commas have to stand between groups of three.
pub(crate) fn grouped(text: &str, mut take: impl FnMut(u8)) -> Result<(), NumericProblem> {
    let mut in_group = 0usize;
    let mut commas = false;
    for c in text.chars() {
        match (c, digit(c)) {
            (_, Some(value)) => {
                in_group += 1;
                take(value);
            }
            (',' | '，', _) if in_group == 3 || (!commas && (1..=3).contains(&in_group)) => {
                commas = true;
                in_group = 0;
            }
            _ => return Err(NumericProblem::NotANumber),
        }
    }
    if in_group == 0 || (commas && in_group != 3) { Err(NumericProblem::NotANumber) } else { Ok(()) }
}

/// Appends an unsigned number with `scale` decimals.
pub(crate) fn write_digits(mut value: u128, scale: u8, out: &mut String) {
    let mut digits = [0u8; 39]; // u128::MAX has 39
    let mut length = 0;
    for digit in &mut digits {
        *digit = (value % 10) as u8;
        value /= 10;
        length += 1;
        if value == 0 {
            break;
        }
    }
    let scale = usize::from(scale);
    for at in (0..length.max(scale + 1)).rev() {
        let digit = digits.get(at).copied().unwrap_or(0);
        out.push(char::from(b'0' + digit));
        if at == scale && scale > 0 {
            out.push('.');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NumericProblem::*;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sign_leads_or_trails_and_either_width_is_read() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("007", 7),
            ("1234", 1234),
            ("+1234", 1234),
            ("-1234", -1234),
            ("1234-", -1234),
            ("1234+", 1234),
            ("▲1,234", -1234),
            ("△ 1,234", -1234),
            ("　－１，２３４　", -1234),
            ("＋１２３４", 1234),
            ("\u{2212}5", -5),
            ("1,234,567", 1_234_567),
            ("0,123", 123),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("00000000000000000000000000000000000000000001", 1),
        ] {
            assert_eq!(parse_integer(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_misplaced_comma_is_not_a_number() {
        for text in ["1,23", "1234,567", ",123", "1,", "1,,234", "12,34,567", "1,234,5", ",", "1,2345"] {
            assert_eq!(parse_integer(text), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_not_read() {
        for text in
            ["-", "+ ", "--1", "-1-", "+1-", "-+1", "1 234", "1.0", "12a", "一", "1-2", "¥100", "1e3", "٣"]
        {
            assert_eq!(parse_integer(text), Err(NotANumber), "{text}");
        }
        for text in ["", " ", "　　"] {
            assert_eq!(parse_integer(text), Err(Empty), "{text}");
        }
        for text in ["9223372036854775808", "-9223372036854775809", "99999999999999999999999999"] {
            assert_eq!(parse_integer(text), Err(TooLarge), "{text}");
        }
        assert_eq!(parse_integer("99999999999999999999999999x"), Err(NotANumber));
    }

    proptest! {
        #[test]
        fn an_integer_is_written_as_rust_writes_it_and_reads_back(value in any::<i64>()) {
            let mut text = String::new();
            write_integer(value, &mut text);
            prop_assert_eq!(&text, &value.to_string());
            prop_assert_eq!(parse_integer(&text), Ok(value));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*|[-+▲ ,.0-9０-９]{0,50}") {
            let _ = parse_integer(&text);
        }
    }
}
