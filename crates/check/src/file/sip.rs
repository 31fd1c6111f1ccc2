//! SipHash-1-3 with an answer of 128 bits: one pass over a value where two of 64 bits would take two.
//!
//! Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012), and its reference code for 128 bits.

/// The hash of `bytes` under a key.
pub(super) fn sip(key: (u64, u64), bytes: &[u8]) -> (u64, u64) {
    hash::<1, 3>(key, bytes)
}

fn hash<const EACH: usize, const LAST: usize>((k0, k1): (u64, u64), bytes: &[u8]) -> (u64, u64) {
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        mix::<EACH>(&mut v, u64::from_le_bytes(*word));
    }
    // The last word ends with the length, so that no two values run into the same words.
    let mut last = (bytes.len() as u64) << 56;
    for (place, byte) in rest.iter().enumerate() {
        last |= u64::from(*byte) << (8 * place);
    }
    mix::<EACH>(&mut v, last);
    v[2] ^= 0xee;
    rounds::<LAST>(&mut v);
    let first = v[0] ^ v[1] ^ v[2] ^ v[3];
    v[1] ^= 0xdd;
    rounds::<LAST>(&mut v);
    (first, v[0] ^ v[1] ^ v[2] ^ v[3])
}

fn mix<const EACH: usize>(v: &mut [u64; 4], word: u64) {
    v[3] ^= word;
    rounds::<EACH>(v);
    v[0] ^= word;
}

#[inline]
fn rounds<const N: usize>(v: &mut [u64; 4]) {
    for _ in 0..N {
        v[0] = v[0].wrapping_add(v[1]);
        v[2] = v[2].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(13) ^ v[0];
        v[3] = v[3].rotate_left(16) ^ v[2];
        v[0] = v[0].rotate_left(32);
        v[2] = v[2].wrapping_add(v[1]);
        v[0] = v[0].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(17) ^ v[2];
        v[3] = v[3].rotate_left(21) ^ v[0];
        v[2] = v[2].rotate_left(32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_that_of_the_reference_code() {
        // SipHash-2-4-128 of nothing and of the byte 0, under the key 00 01 … 0f.
        let key = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
        let bytes = |(first, second): (u64, u64)| [first.to_le_bytes(), second.to_le_bytes()].concat();
        assert_eq!(
            bytes(hash::<2, 4>(key, &[])),
            [0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93]
        );
        assert_eq!(
            bytes(hash::<2, 4>(key, &[0])),
            [0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc, 0x45]
        );
    }

    #[test]
    fn every_byte_and_the_length_count() {
        let key = (1, 2);
        let text: Vec<u8> = (1..=40).collect();
        let mut seen = std::collections::BTreeSet::new();
        for length in 0..40 {
            assert!(seen.insert(sip(key, &text[..length])), "{length}");
            assert!(seen.insert(sip(key, &vec![0; length + 1])), "zeros {length}");
        }
    }
}
