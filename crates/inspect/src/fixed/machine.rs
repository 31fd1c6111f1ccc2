//! Numbers as machines store them, made readable: only to see what kind of number they are.

/// Packed digits, two a byte, a sign in the last half.
pub(super) fn packed(bytes: &[u8]) -> String {
    let halves: Vec<u8> = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).collect();
    let Some((sign, digits)) = halves.split_last() else { return String::new() };
    let minus = if *sign == 0x0D { "-" } else { "" };
    let digits: String = digits.iter().map(|digit| char::from(b'0' + digit.min(&9))).collect();
    format!("{minus}{digits}")
}

/// Zoned digits, a sign in the last byte.
pub(super) fn zoned(bytes: &[u8]) -> String {
    let Some((last, digits)) = bytes.split_last() else { return String::new() };
    let (minus, last) = match last {
        b'p'..=b'y' => ("-", last - b'p'),
        b'{' => ("", 0),
        b'A'..=b'I' => ("", last - b'A' + 1),
        b'}' => ("-", 0),
        b'J'..=b'R' => ("-", last - b'J' + 1),
        _ => ("", last & 0x0F),
    };
    let digits: String = digits.iter().map(|byte| char::from(*byte & 0x7F)).collect();
    format!("{minus}{digits}{}", last.min(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_come_first() {
        assert_eq!((packed(b"\x01\x23\x4C"), packed(b"\x01\x23\x4D")), ("01234".into(), "-01234".into()));
        assert_eq!(
            (zoned(b"012t"), zoned(b"012D"), zoned(b"0123")),
            ("-0124".into(), "0124".into(), "0123".into())
        );
        assert_eq!((packed(b""), zoned(b"")), (String::new(), String::new()));
    }
}
