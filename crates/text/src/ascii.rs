//! Runs of ASCII, eight bytes at a time: what every loop over text does first.

const EVERY: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// How many ASCII bytes `bytes` begins with, and whether a control character (00–1F, 7F) is among them.
#[inline]
pub(crate) fn run(bytes: &[u8]) -> (usize, bool) {
    let mut length = 0;
    let mut control = 0;
    while let Some(&eight) = bytes[length..].first_chunk::<8>() {
        let word = u64::from_le_bytes(eight);
        if word & HIGH != 0 {
            break;
        }
        // No byte has its high bit set, so neither sum carries into the next byte:
        // adding 60 sets it from 20 upwards, adding 01 sets it for 7F alone.
        control |= !(word + 0x60 * EVERY) | (word + EVERY);
        length += 8;
    }
    let mut control = control & HIGH != 0;
    while let Some(&byte) = bytes.get(length).filter(|byte| byte.is_ascii()) {
        control |= byte.is_ascii_control();
        length += 1;
    }
    (length, control)
}

#[cfg(test)]
mod tests {
    use super::run;
    use proptest::prelude::*;

    #[test]
    fn every_byte_is_judged_alike_at_every_place_of_a_word() {
        for byte in 0..=0xFF_u8 {
            for place in 0..20 {
                let mut bytes = [b'a'; 20];
                bytes[place] = byte;
                let expected = if byte.is_ascii() { (20, byte.is_ascii_control()) } else { (place, false) };
                assert_eq!(run(&bytes), expected, "{byte:02X} at {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_run_is_what_a_plain_loop_finds(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let ascii: Vec<u8> = bytes.iter().copied().take_while(u8::is_ascii).collect();
            prop_assert_eq!(run(&bytes), (ascii.len(), ascii.iter().any(u8::is_ascii_control)));
        }

        #[test]
        fn a_run_of_seven_bit_bytes_is_what_a_plain_loop_finds(bytes in prop::collection::vec(0..0x80_u8, 0..40)) {
            prop_assert_eq!(run(&bytes), (bytes.len(), bytes.iter().any(u8::is_ascii_control)));
        }
    }
}
