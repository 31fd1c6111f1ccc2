//! A number in characters.

use super::Held;
use crate::FieldProblem;
use utsushi_text::Charset;
use utsushi_value::{Decimal, NumericProblem, parse_decimal};

/// Appends a number written as people write it, or says that it is none. Where no decimal point is written, the last
/// `decimals` digits are decimals.
pub(super) fn read(
    bytes: &[u8],
    charset: Charset,
    decimals: u8,
    out: &mut String,
) -> Result<Option<Held>, FieldProblem> {
    let start = out.len();
    charset.decode_into(bytes, out).map_err(FieldProblem::Bytes)?;
    let text = &out[start..];
    let scale = if text.contains(['.', '．']) { decimals } else { 0 };
    let parsed = parse_decimal(text, scale);
    out.truncate(start);
    match parsed {
        Ok(Decimal { unscaled, .. }) => {
            Decimal { unscaled, scale: decimals }.write(out);
            Ok(Some(if unscaled == 0 { Held::Zero } else { Held::Number }))
        }
        Err(NumericProblem::Empty) => Ok(Some(Held::Blank)),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::number;
    use crate::FieldKind::Number;

    #[test]
    fn a_number_is_written_without_spaces_and_leading_zeros() {
        for (text, decimals, expected) in [
            ("  00120", 0, "120"),
            ("00120  ", 0, "120"),
            ("-120", 0, "-120"),
            ("0120-", 0, "-120"),
            ("+0", 0, "0"),
            ("1,234", 0, "1234"),
            (" 1230", 2, "12.30"),
            ("12.3", 2, "12.30"),
            ("12.00", 0, "12"),
            ("\u{3000}１２", 0, "12"),
        ] {
            let bytes = crate::testing::cp932(text);
            assert_eq!(number(Number, &bytes, decimals).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for bytes in [&b"12a"[..], b"1 2", b"--1", b"12.345", b"-"] {
            assert_eq!(number(Number, bytes, 2), None, "{bytes:?}");
        }
    }
}
