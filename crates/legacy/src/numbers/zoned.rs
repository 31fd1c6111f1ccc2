//! Zoned: a digit a byte, the sign in the zone (the upper half) of the last.

use super::{Held, NUMBER_BYTES_MAX, write};

/// Appends a zoned number, or says that it is none.
///
/// Digits are 30–39. The last byte is also the sign, in one of the two ways of PC compilers: 70–79 (`p`–`y`) where
/// negative; or the letters that IBM's zones become when a host file is converted to ASCII, `{ABCDEFGHI` plus and
/// `}JKLMNOPQR` minus. Or all bytes are as the host wrote them: F0–F9, the last C0–C9 plus, D0–D9 minus.
pub(super) fn read(bytes: &[u8], decimals: u8, out: &mut String) -> Option<Held> {
    let (last, before) = bytes.split_last()?;
    let zone = before.first().map_or(last & 0xF0, |byte| byte & 0xF0);
    let (negative, digit) = match (zone, last) {
        (0xF0 | 0xC0 | 0xD0, 0xF0..=0xF9 | 0xC0..=0xC9) => (false, last & 0xF),
        (0xF0 | 0xC0 | 0xD0, 0xD0..=0xD9) => (true, last & 0xF),
        (_, b'0'..=b'9') => (false, last - b'0'),
        (_, b'p'..=b'y') => (true, last - b'p'),
        (_, b'{') => (false, 0),
        (_, b'A'..=b'I') => (false, last - b'A' + 1),
        (_, b'}') => (true, 0),
        (_, b'J'..=b'R') => (true, last - b'J' + 1),
        _ => return None,
    };
    let expected = if *last >= 0x80 { 0xF0 } else { 0x30 };
    let mut digits = [0; NUMBER_BYTES_MAX];
    let digits = digits.get_mut(..bytes.len())?;
    let mut valid = true;
    for (to, byte) in digits.iter_mut().zip(before) {
        valid &= byte & 0xF0 == expected && byte & 0xF <= 9;
        *to = b'0' | byte & 0xF;
    }
    digits[before.len()] = b'0' + digit;
    valid.then(|| write(negative, digits, decimals, out))
}

#[cfg(test)]
mod tests {
    use super::super::tests::number;
    use crate::FieldKind::Zoned;

    /// By hand: `PIC S9(5) DISPLAY` as compilers write it.
    #[test]
    fn the_last_byte_carries_the_sign() {
        for (bytes, expected) in [
            (&b"12345"[..], "12345"),
            (b"1234u", "-12345"),
            (b"1234p", "-12340"),
            (b"1234y", "-12349"),
            (b"1234{", "12340"),
            (b"1234A", "12341"),
            (b"1234I", "12349"),
            (b"1234}", "-12340"),
            (b"1234J", "-12341"),
            (b"1234R", "-12349"),
            (b"0000p", "0"),
            (b"0000}", "0"),
            (b"00007", "7"),
            (b"w", "-7"),
            (b"P", "-7"),
            (b"\xF1\xF2\xF3\xF4\xF5", "12345"),
            (b"\xF1\xF2\xF3\xF4\xC5", "12345"),
            (b"\xF1\xF2\xF3\xF4\xD5", "-12345"),
            (b"\xD5", "-5"),
        ] {
            assert_eq!(number(Zoned, bytes, 0).as_deref(), Some(expected), "{bytes:02X?}");
        }
        assert_eq!(number(Zoned, b"0123p", 2).as_deref(), Some("-12.30"));
    }

    #[test]
    fn anything_else_is_no_number() {
        for bytes in [
            &b"1234S"[..],
            b"1234z",
            b"1234o",
            b"12 45",
            b" 1234",
            b"-1234",
            b"123p5",
            b"1234@",
            b"1234\xF5",
            b"\xF1\xF25",
            b"\xF1\xFA\xC0",
            b"\xD1\xF5",
            b"\xF1\xE5",
            b"12:45",
            b"\x82\x50",
        ] {
            assert_eq!(number(Zoned, bytes, 0), None, "{bytes:02X?}");
        }
    }
}
