//! SHA-256, as it stands in `manifest.json`.

use sha2::{Digest, Sha256};

/// SHA-256 of bytes that come in pieces.
///
/// ```
/// let mut hash = utsushi_store::Sha256Stream::new();
/// hash.update(b"a");
/// hash.update(b"bc");
/// assert!(utsushi_store::hex(&hash.finish()).starts_with("ba7816bf"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sha256Stream(Sha256);

impl Sha256Stream {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// Bytes as lower-case hexadecimal digits, two per byte.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, example of 448 bits.
    #[test]
    fn the_digest_is_that_of_the_standard_however_the_bytes_come() {
        let text = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        let expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        for size in [1, 7, text.len()] {
            let mut hash = Sha256Stream::new();
            text.chunks(size).for_each(|piece| hash.update(piece));
            assert_eq!(hex(&hash.finish()), expected);
        }
    }

    #[test]
    fn hex_keeps_leading_zeros() {
        assert_eq!(hex(&[0, 9, 10, 255]), "00090aff");
        assert_eq!(hex(&[]), "");
    }
}
