//! Packed: two digits a byte, the last half byte the sign.

use super::{Held, NUMBER_BYTES_MAX, write};

/// Whether these bytes are a packed number.
pub(crate) fn is_packed(bytes: &[u8]) -> bool {
    bytes.split_last().is_some_and(|(last, before)| {
        let digits = before.iter().all(|byte| byte >> 4 <= 9 && byte & 0xF <= 9);
        digits && last >> 4 <= 9 && last & 0xF > 9
    })
}

/// Appends a packed number, or says that it is none. Signs are C, F, A and E plus, D and B minus.
pub(super) fn read(bytes: &[u8], decimals: u8, out: &mut String) -> Option<Held> {
    let last = bytes.last().filter(|_| is_packed(bytes))?;
    let negative = matches!(last & 0xF, 0xD | 0xB);
    let mut digits = [b'0'; NUMBER_BYTES_MAX * 2];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [b'0' + (byte >> 4), b'0' + (byte & 0xF)];
    }
    Some(write(negative, digits.get(..bytes.len() * 2 - 1)?, decimals, out))
}

#[cfg(test)]
mod tests {
    use super::super::tests::number;
    use crate::FieldKind::Packed;

    /// By hand: `PIC S9(5) COMP-3` has three bytes, `PIC S9(3)V99` the same.
    #[test]
    fn the_last_half_byte_is_the_sign() {
        for (bytes, expected) in [
            (&b"\x12\x34\x5C"[..], "12345"),
            (b"\x12\x34\x5D", "-12345"),
            (b"\x12\x34\x5F", "12345"),
            (b"\x12\x34\x5A", "12345"),
            (b"\x12\x34\x5E", "12345"),
            (b"\x12\x34\x5B", "-12345"),
            (b"\x00\x00\x7C", "7"),
            (b"\x00\x01\x0D", "-10"),
            (b"\x00\x00\x0D", "0"),
            (b"\x0C", "0"),
            (b"\x9D", "-9"),
        ] {
            assert_eq!(number(Packed, bytes, 0).as_deref(), Some(expected), "{bytes:02X?}");
        }
        assert_eq!(number(Packed, b"\x01\x23\x0D", 2).as_deref(), Some("-12.30"));
    }

    #[test]
    fn anything_else_is_no_number() {
        for bytes in [
            &b"\x12\x34\x50"[..],
            b"\x12\x34\x59",
            b"\x1A\x34\x5C",
            b"\xA1\x34\x5C",
            b"\x12\x34\xBC",
            b"123",
            b"\x00\x00\x20",
        ] {
            assert_eq!(number(Packed, bytes, 0), None, "{bytes:02X?}");
        }
    }
}
