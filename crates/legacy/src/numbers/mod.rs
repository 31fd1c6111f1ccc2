//! Numbers as machines stored them, written as decimal text.

mod packed;
mod plain;
mod zoned;

pub(crate) use packed::is_packed;

use crate::{FieldKind, FieldProblem};
use utsushi_text::Charset;

/// The most bytes of a zoned or packed number: several times what any compiler allows.
pub(crate) const NUMBER_BYTES_MAX: usize = 64;

/// What a field held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    /// No number: only spaces (20, or 40 as a host writes them) or only 00. Nothing was written.
    Blank,
    /// The number zero, which was written.
    Zero,
    /// Another number, which was written.
    Number,
}

/// Appends the number that `bytes` hold: `-` where negative, no leading zeros, and `decimals` decimals.
///
/// # Errors
///
/// The bytes hold something else. Then `out` may hold it as text, as far as it is text.
pub(crate) fn read(
    kind: FieldKind,
    bytes: &[u8],
    charset: Charset,
    decimals: u8,
    out: &mut String,
) -> Result<Held, FieldProblem> {
    let read = match kind {
        FieldKind::Packed => packed::read(bytes, decimals, out),
        FieldKind::Zoned => zoned::read(bytes, decimals, out),
        FieldKind::Number | FieldKind::Text => plain::read(bytes, charset, decimals, out)?,
    };
    match read {
        Some(held) => Ok(held),
        None if blank(kind, bytes) => Ok(Held::Blank),
        None => {
            if kind != FieldKind::Packed {
                // What stands there, for the finding's shape; what of it is no text does not matter any more.
                let _ = charset.decode_into(bytes, out);
            }
            Err(FieldProblem::Number)
        }
    }
}

/// Whether a field that is no number was never filled.
fn blank(kind: FieldKind, bytes: &[u8]) -> bool {
    let all = |byte: u8| bytes.iter().all(|found| *found == byte);
    all(b' ') || all(0) || (all(0x40) && matches!(kind, FieldKind::Zoned | FieldKind::Packed))
}

/// Appends a number of which these are the digits in ASCII, the last `decimals` of them decimals. Zero has no sign.
fn write(negative: bool, digits: &[u8], decimals: u8, out: &mut String) -> Held {
    let decimals = usize::from(decimals);
    let Some(first) = digits.iter().position(|digit| *digit != b'0') else {
        write_zero(decimals, out);
        return Held::Zero;
    };
    if negative {
        out.push('-');
    }
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
    match whole.get(first..) {
        Some(whole @ [_, ..]) => push(whole, out),
        _ => out.push('0'),
    }
    if decimals > 0 {
        out.push('.');
        (fraction.len()..decimals).for_each(|_| out.push('0'));
        push(fraction, out);
    }
    Held::Number
}

fn push(digits: &[u8], out: &mut String) {
    out.push_str(str::from_utf8(digits).unwrap_or_default());
}

/// Appends the number zero.
pub(crate) fn write_zero(decimals: usize, out: &mut String) {
    out.push('0');
    if decimals > 0 {
        out.push('.');
        (0..decimals).for_each(|_| out.push('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) fn number(kind: FieldKind, bytes: &[u8], decimals: u8) -> Option<String> {
        let mut out = String::from("前");
        let held = read(kind, bytes, Charset::Cp932, decimals, &mut out).ok()?;
        let text = out.split_off("前".len());
        assert_eq!(held == Held::Blank, text.is_empty());
        assert_eq!(held == Held::Zero, !text.is_empty() && !text.contains(|c| matches!(c, '1'..='9')));
        Some(text)
    }

    #[test]
    fn decimals_are_implied_and_filled_up() {
        for (digits, decimals, expected) in [
            (&b"0001230"[..], 2, "12.30"),
            (b"005", 2, "0.05"),
            (b"5", 3, "0.005"),
            (b"000", 2, "0.00"),
            (b"120", 0, "120"),
            (b"99", 2, "0.99"),
        ] {
            assert_eq!(number(FieldKind::Zoned, digits, decimals).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_field_that_was_never_filled_is_blank() {
        for kind in [FieldKind::Zoned, FieldKind::Packed, FieldKind::Number] {
            assert_eq!(number(kind, b"   ", 2).as_deref(), Some(""), "{kind:?}");
            assert_eq!(number(kind, b"\0\0\0", 2).as_deref(), Some(""), "{kind:?}");
            assert_eq!(number(kind, b" \0 ", 2), None, "{kind:?}");
        }
        assert_eq!(number(FieldKind::Packed, b"@@@", 0).as_deref(), Some(""));
        assert_eq!(number(FieldKind::Zoned, b"@@@", 0).as_deref(), Some(""));
        assert_eq!(number(FieldKind::Number, b"@@@", 0), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_number_or_not(
            bytes in prop::collection::vec(any::<u8>(), 1..24),
            kind in prop::sample::select(vec![FieldKind::Zoned, FieldKind::Packed, FieldKind::Number]),
            decimals in 0..19_u8,
        ) {
            if let Some(text) = number(kind, &bytes, decimals).filter(|text| !text.is_empty()) {
                let mut again = String::new();
                utsushi_value::parse_decimal(&text, decimals).unwrap().write(&mut again);
                prop_assert_eq!(again, text);
            }
        }

        #[test]
        fn a_number_comes_back_as_it_was_stored(number_stored in any::<i64>(), decimals in 0..6_u8) {
            let digits = format!("{:019}", number_stored.unsigned_abs());
            let mut expected = String::new();
            utsushi_value::Decimal { unscaled: i128::from(number_stored), scale: decimals }.write(&mut expected);
            let nibbles: Vec<u8> = digits.bytes().map(|byte| byte - b'0')
                .chain([if number_stored < 0 { 0xD } else { 0xC }]).collect();
            let packed: Vec<u8> = nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
            prop_assert_eq!(number(FieldKind::Packed, &packed, decimals), Some(expected.clone()));
            let mut zoned = digits.clone().into_bytes();
            if number_stored < 0 {
                *zoned.last_mut().unwrap() |= 0x40;
            }
            prop_assert_eq!(number(FieldKind::Zoned, &zoned, decimals), Some(expected.clone()));
            let plain = format!("  {digits}{}", if number_stored < 0 { "-" } else { " " });
            prop_assert_eq!(number(FieldKind::Number, plain.as_bytes(), decimals), Some(expected));
        }
    }
}
