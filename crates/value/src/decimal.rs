//! Decimals with a fixed number of decimals: no binary fractions, so nothing is rounded.

use crate::integer::{NumericProblem, digit, grouped, signed, write_digits};

/// A number with a declared number of decimals: `unscaled` / 10^`scale`. 12.30 is 1230 with scale 2.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    /// The number without its decimal point.
    pub unscaled: i128,
    /// How many decimals it has.
    pub scale: u8,
}

/// Reads a signed decimal with at most `scale` decimals; fewer are filled up with zeros.
///
/// Written like an integer (see [`parse_integer`](crate::parse_integer)), with an optional decimal point of either width and
/// decimals without commas: `1,234.5`, `.5`, `12.3-`. A point needs decimals behind it.
///
/// # Errors
///
/// [`NumericProblem::Empty`], [`NumericProblem::NotANumber`], [`NumericProblem::TooPrecise`] when decimals beyond `scale` are
/// not all zeros, or [`NumericProblem::TooLarge`] when the unscaled number is beyond `i128`.
pub fn parse_decimal(text: &str, scale: u8) -> Result<Decimal, NumericProblem> {
    let (negative, number) = signed(text)?;
    let sign = if negative { -1 } else { 1 };
    let mut unscaled = Some(0i128);
    let mut take = |digit: u8| {
        unscaled = unscaled.and_then(|value| value.checked_mul(10)?.checked_add(sign * i128::from(digit)));
    };
    let (whole, decimals) = match number.split_once(['.', '．']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    if !whole.is_empty() || decimals.is_none() {
        grouped(whole, &mut take)?;
    }
    let mut count = 0usize;
    let mut lost = false;
    for c in decimals.unwrap_or_default().chars() {
        let digit = digit(c).ok_or(NumericProblem::NotANumber)?;
        if count < usize::from(scale) {
            take(digit);
        } else {
            lost |= digit != 0;
        }
        count += 1;
    }
    if decimals.is_some() && count == 0 {
        return Err(NumericProblem::NotANumber);
    }
    if lost {
        return Err(NumericProblem::TooPrecise);
    }
    for _ in count..usize::from(scale) {
        take(0);
    }
    unscaled.map(|unscaled| Decimal { unscaled, scale }).ok_or(NumericProblem::TooLarge)
}

impl Decimal {
    /// Appends the number in ASCII digits with its declared decimals: `12.30`, `-0.05`.
    pub fn write(&self, out: &mut String) {
        if self.unscaled < 0 {
            out.push('-');
        }
        write_digits(self.unscaled.unsigned_abs(), self.scale, out);
    }
}

#[cfg(test)]
mod tests {
    use super::NumericProblem::*;
    use super::*;
    use proptest::prelude::*;

    fn rewritten(text: &str, scale: u8) -> Result<String, NumericProblem> {
        let mut out = String::new();
        parse_decimal(text, scale)?.write(&mut out);
        Ok(out)
    }

    #[test]
    fn a_decimal_prints_with_its_declared_scale() {
        // By hand.
        for (text, scale, expected) in [
            ("12.3", 2, "12.30"),
            ("12.30", 2, "12.30"),
            ("12.300", 2, "12.30"),
            ("12", 2, "12.00"),
            ("12", 0, "12"),
            ("12.0", 0, "12"),
            (".5", 1, "0.5"),
            ("-0.05", 2, "-0.05"),
            ("-0", 2, "0.00"),
            ("▲１，２３４．５", 1, "-1234.5"),
            ("1,234.56-", 2, "-1234.56"),
            ("000.1", 3, "0.100"),
            ("0", 45, "0.000000000000000000000000000000000000000000000"),
        ] {
            assert_eq!(rewritten(text, scale).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn decimals_that_would_be_lost_are_too_precise() {
        assert_eq!(rewritten("12.345", 2), Err(TooPrecise));
        assert_eq!(rewritten("12.001", 0), Err(TooPrecise));
    }

    #[test]
    fn what_is_not_one_decimal_is_not_read() {
        for text in [".", "5.", "1.2.3", "1.234,5", "1,23.4", "1. 5", "-.", "1.5e3", "1.x", "12.3.x"] {
            assert_eq!(rewritten(text, 2), Err(NotANumber), "{text}");
        }
        assert_eq!(rewritten("　", 2), Err(Empty));
    }

    #[test]
    fn a_number_beyond_the_type_is_too_large() {
        assert_eq!(
            rewritten("170141183460469231731687303715884105727", 0).as_deref(),
            Ok("170141183460469231731687303715884105727")
        );
        assert_eq!(
            rewritten("-170141183460469231731687303715884105728", 0).as_deref(),
            Ok("-170141183460469231731687303715884105728")
        );
        assert_eq!(rewritten("170141183460469231731687303715884105728", 0), Err(TooLarge));
        assert_eq!(rewritten("1", 39), Err(TooLarge));
    }

    proptest! {
        #[test]
        fn a_written_decimal_reads_back_as_itself(unscaled in any::<i128>(), scale in any::<u8>()) {
            let number = Decimal { unscaled, scale };
            let mut text = String::new();
            number.write(&mut text);
            prop_assert_eq!(parse_decimal(&text, scale), Ok(number));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*|[-+▲ ,.0-9０-９]{0,60}", scale in any::<u8>()) {
            let _ = parse_decimal(&text, scale);
        }
    }
}
