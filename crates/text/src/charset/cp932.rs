//! cp932 in: the loop that every Japanese field goes through.

use std::mem::MaybeUninit;
use std::sync::LazyLock;

use super::cp932_table::{Cell, TABLE};
use super::{DecodeProblem, DecodeProblemKind, Seen};
use crate::ascii;

/// Whether this byte begins a character of two bytes.
#[inline]
pub(crate) const fn is_lead_byte(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9F | 0xE0..=0xFC)
}

#[allow(
    unsafe_code,
    reason = "measured: 17 ns a field, where the fastest safe loop, pushing chars, takes 29 ns"
)]
pub(super) fn decode_into(bytes: &[u8], out: &mut String) -> Result<Seen, DecodeProblem> {
    // One byte makes at most three of UTF-8 (half-width kana), and a cell is stored as four.
    out.reserve(bytes.len() * 3 + 1);
    // SAFETY: what is below `len` stays as it is, and what is added is whole characters of UTF-8: see `fill`.
    let buffer = unsafe { out.as_mut_vec() };
    let (written, result) = fill(bytes, buffer.spare_capacity_mut());
    // SAFETY: `fill` initialised the first `written` bytes of the spare capacity, so they lie within the capacity.
    unsafe { buffer.set_len(buffer.len() + written) };
    result
}

/// Writes the text from the beginning of `out`: the first of the returned is how many bytes, always whole characters.
///
/// Those bytes are initialised and UTF-8, which `decode_into` relies on: `room`, what is left of `out`, shrinks only by
/// a run of ASCII just copied, or by the length of a [`Cell`] just stored, whose bytes are one character.
#[inline]
fn fill(bytes: &[u8], out: &mut [MaybeUninit<u8>]) -> (usize, Result<Seen, DecodeProblem>) {
    let table = &*TABLE;
    let capacity = out.len();
    let mut gathered = Cell::EMPTY;
    let mut seen = Seen::default();
    let mut room = out;
    let mut rest = bytes;
    loop {
        match *rest {
            [] => return (capacity - room.len(), Ok(seen | gathered.seen())),
            [0..0x80, ..] => {
                let (run, control) = copy_ascii(rest, room);
                if control {
                    seen |= Seen::CONTROL;
                }
                rest = &rest[run..];
                room = &mut room[run..];
                continue;
            }
            _ => {}
        }
        let before = rest.len();
        // Pairs, then single bytes, each while there are any: a pair's cell is empty if it does not begin with a lead
        // byte, a single byte's if it is one.
        while let [lead @ 0x80..=0xFF, trail, ref after @ ..] = *rest {
            let cell = table.pair(lead, trail);
            if cell == Cell::EMPTY {
                break;
            }
            gathered = gathered.or(cell);
            room = store(cell, room);
            rest = after;
        }
        while let [single @ 0x80..=0xFF, ref after @ ..] = *rest {
            let cell = table.single(single);
            if cell == Cell::EMPTY {
                break;
            }
            gathered = gathered.or(cell);
            room = store(cell, room);
            rest = after;
        }
        if rest.len() == before {
            return (capacity - room.len(), Err(problem(bytes, bytes.len() - before)));
        }
    }
}

/// Whether every byte belongs to a character: what [`decode_into`] finds out, without the text.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let mut rest = &bytes[ascii::run(bytes).0..];
    loop {
        rest = match *rest {
            [] => return true,
            [0..0x80, ref after @ ..] => after,
            [lead, trail, ref after @ ..] if CELLS.holds(lead, trail) => after,
            [single, ref after @ ..] if CELLS.holds(0, single) => after,
            _ => return false,
        };
    }
}

/// Which codes are characters, a bit each: 8 KiB, which stay in the nearest cache where the table would not.
struct CellBits(Box<[u64; 0x400]>);

static CELLS: LazyLock<CellBits> = LazyLock::new(|| {
    let mut bits = Box::new([0; 0x400]);
    for lead in 0..=0xFF_u8 {
        for trail in 0..=0xFF_u8 {
            let code = usize::from(u16::from_be_bytes([lead, trail]));
            if TABLE.pair(lead, trail) != Cell::EMPTY {
                bits[code / 64] |= 1 << (code % 64);
            }
        }
    }
    CellBits(bits)
});

impl CellBits {
    #[inline]
    fn holds(&self, lead: u8, trail: u8) -> bool {
        let code = usize::from(u16::from_be_bytes([lead, trail]));
        self.0[code / 64] >> (code % 64) & 1 == 1
    }
}

/// Copies the run of ASCII that `bytes` begin with: its length, and whether a control character is in it.
///
/// Not inlined: what it needs would push the loop over pairs out of the registers.
#[inline(never)]
fn copy_ascii(bytes: &[u8], room: &mut [MaybeUninit<u8>]) -> (usize, bool) {
    let (length, control) = ascii::run(bytes);
    let (run, place) = (&bytes[..length], &mut room[..length]);
    let (words, bytes) = run.as_chunks::<8>();
    let (word_places, byte_places) = place.as_chunks_mut::<8>();
    for (to, word) in word_places.iter_mut().zip(words) {
        *to = word.map(MaybeUninit::new);
    }
    for (to, &byte) in byte_places.iter_mut().zip(bytes) {
        to.write(byte);
    }
    (length, control)
}

/// Writes a cell's character, and returns the room after it.
#[inline(always)]
fn store(cell: Cell, room: &mut [MaybeUninit<u8>]) -> &mut [MaybeUninit<u8>] {
    let Some(to) = room.first_chunk_mut::<4>() else {
        unreachable!("three bytes are reserved for each one left, and one more");
    };
    *to = cell.bytes().map(MaybeUninit::new);
    &mut room[cell.length()..]
}

/// What is wrong at `offset`, where no character is.
#[cold]
fn problem(bytes: &[u8], offset: usize) -> DecodeProblem {
    let undefined = |len| DecodeProblem { offset, len, kind: DecodeProblemKind::Undefined };
    match bytes[offset..] {
        [lead] if is_lead_byte(lead) => DecodeProblem { offset, len: 1, kind: DecodeProblemKind::LoneLead },
        // Below 40 is no trail byte, but may well be the comma or line end that the cutter should see.
        [lead, 0x40..=0xFF, ..] if is_lead_byte(lead) => undefined(2),
        _ => undefined(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OutputEncoding, Repertoire};
    use encoding_rs::SHIFT_JIS;
    use proptest::prelude::*;

    fn decode(bytes: &[u8]) -> (String, Result<Seen, DecodeProblem>) {
        let mut out = String::from("前");
        let result = decode_into(bytes, &mut out);
        (out.split_off("前".len()), result)
    }

    /// The same, a character at a time, by encoding_rs.
    fn decode_slowly(bytes: &[u8]) -> (String, Result<Seen, DecodeProblem>) {
        let mut out = String::new();
        let mut offset = 0;
        while offset < bytes.len() {
            let length = if is_lead_byte(bytes[offset]) { 2 } else { 1 };
            let undefined = |len| Err(DecodeProblem { offset, len, kind: DecodeProblemKind::Undefined });
            let Some(character) = bytes.get(offset..offset + length) else {
                return (out, Err(DecodeProblem { offset, len: 1, kind: DecodeProblemKind::LoneLead }));
            };
            if length == 2 && character[1] < 0x40 {
                return (out, undefined(1));
            }
            match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(character) {
                Some(text) => out.push_str(&text),
                None => return (out, undefined(length)),
            }
            offset += length;
        }
        let seen = Seen::of(&out);
        (out, Ok(seen))
    }

    #[test]
    fn every_pair_of_bytes_reads_as_with_encoding_rs() {
        for first in 0..=0xFF {
            assert_eq!(decode(&[first]), decode_slowly(&[first]), "{first:02X}");
            for second in 0..=0xFF {
                let bytes = [first, second];
                assert_eq!(decode(&bytes), decode_slowly(&bytes), "{bytes:02X?}");
                let within = [b"abc".as_slice(), &bytes, b"0123456789"].concat();
                assert_eq!(decode(&within), decode_slowly(&within), "{bytes:02X?}");
            }
        }
    }

    #[test]
    fn what_is_text_is_what_can_be_decoded() {
        for first in 0..=0xFF {
            for second in 0..=0xFF {
                for bytes in [&[first, second][..], &[b'a', first, second, b'b'], &[first, second, 0x8A]] {
                    assert_eq!(is_text(bytes), decode(bytes).1.is_ok(), "{bytes:02X?}");
                }
            }
        }
    }

    #[test]
    fn a_lead_byte_does_not_eat_the_delimiter_after_it() {
        let undefined = |offset, len| Err(DecodeProblem { offset, len, kind: DecodeProblemKind::Undefined });
        assert_eq!(decode(b"ab\x8A,cd"), ("ab".to_owned(), undefined(2, 1)));
        assert_eq!(decode(b"\x8A\n"), (String::new(), undefined(0, 1)));
        assert_eq!(decode(b"\x85\x9F"), (String::new(), undefined(0, 2)));
        assert_eq!(decode(b"\xA0\x8A\xBF"), (String::new(), undefined(0, 1)));
    }

    #[test]
    fn a_lead_byte_at_the_end_is_a_character_cut_in_half() {
        let problem = DecodeProblem { offset: 2, len: 1, kind: DecodeProblemKind::LoneLead };
        assert_eq!(decode(b"\x8A\xBF\x8E"), ("漢".to_owned(), Err(problem)));
    }

    #[test]
    fn user_defined_cells_are_private_use_in_order() {
        assert_eq!(decode(b"\xF0\x40").0, "\u{E000}");
        assert_eq!(decode(b"\xF9\xFC").0, "\u{E757}");
        assert!(decode(b"\xF0\x40").1.is_ok_and(Seen::private_use));
    }

    #[test]
    fn byte_80_is_a_control_character() {
        assert_eq!(decode(b"\x80"), ("\u{80}".to_owned(), Ok(Seen::NON_ASCII | Seen::CONTROL)));
    }

    #[test]
    fn whatever_holds_no_control_or_private_use_is_in_the_repertoire() {
        let repertoire = Repertoire::Cp932;
        for code in 0..=u16::MAX {
            let bytes = code.to_be_bytes();
            let bytes = if bytes[0] == 0 { &bytes[1..] } else { &bytes[..] };
            if let (text, Ok(seen)) = decode(bytes) {
                let clean = !seen.control() && !seen.private_use();
                assert_eq!(clean, repertoire.first_problem(&text).is_none(), "{code:04X}");
            }
        }
    }

    /// Bytes that are mostly Japanese text, with every kind of mishap between.
    fn plausible_bytes() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            6 => (0x88..=0x9F_u8, 0x40..=0xFC_u8).prop_map(|(lead, trail)| vec![lead, trail]),
            3 => "[ -~]{1,12}".prop_map(String::into_bytes),
            2 => prop::collection::vec(0xA1..=0xDF_u8, 1..6),
            1 => prop::collection::vec(any::<u8>(), 1..3),
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn the_fast_loop_reads_what_the_slow_one_reads(bytes in plausible_bytes()) {
            prop_assert_eq!(decode(&bytes), decode_slowly(&bytes));
        }

        #[test]
        fn any_bytes_at_all_are_read_or_refused(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&bytes), decode_slowly(&bytes));
        }

        #[test]
        fn what_was_read_can_be_written_and_read_again(bytes in plausible_bytes()) {
            if let (text, Ok(_)) = decode(&bytes) {
                let mut again = Vec::new();
                prop_assert_eq!(OutputEncoding::Cp932.encode_into(&text, &mut again), Ok(()));
                prop_assert_eq!(decode(&again).0, text);
            }
        }
    }
}
