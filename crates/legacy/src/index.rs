//! Where the bytes stand that mean something: one pass over the data, without a branch per byte.
//!
//! Sixty-four bytes at a time become one bit each, a shape that compilers turn into vector instructions; the bits
//! that are set are written out as positions. Everything after this looks at positions only.

use crate::QuoteRule;
use crate::framing::{Framing, QUOTE};
use utsushi_text::Charset;

/// Positions in some bytes, ascending. Both lists are ended by the length of the bytes.
#[derive(Debug, Default)]
pub(crate) struct Index {
    delimiters: Positions,
    others: Positions,
}

impl Index {
    /// Finds the delimiters, quotes and line ends of `data`, which must be shorter than 2 GiB.
    pub fn build(&mut self, framing: &Framing, data: &[u8]) {
        self.delimiters.len = 0;
        self.others.len = 0;
        let delimiter = framing.delimiter;
        let (first, second) = framing.line_end.first_bytes();
        let quote = if framing.quote == QuoteRule::Never { first } else { QUOTE };
        let mut base = 0;
        let (blocks, rest) = data.as_chunks::<64>();
        for block in blocks {
            let delimiters = bits(block, |byte| byte == delimiter);
            let quotes = bits(block, |byte| byte == quote);
            let line_ends = bits(block, |byte| (byte == first) | (byte == second));
            self.add(framing, data, base, [delimiters, quotes, line_ends]);
            base += 64;
        }
        if !rest.is_empty() {
            let mut block = [0; 64];
            block[..rest.len()].copy_from_slice(rest);
            let inside = (1 << rest.len()) - 1;
            let delimiters = bits(&block, |byte| byte == delimiter) & inside;
            let quotes = bits(&block, |byte| byte == quote) & inside;
            let line_ends = bits(&block, |byte| (byte == first) | (byte == second)) & inside;
            self.add(framing, data, base, [delimiters, quotes, line_ends]);
        }
        self.delimiters.push(data.len());
        self.others.push(data.len());
    }

    #[inline(always)]
    fn add(
        &mut self,
        framing: &Framing,
        data: &[u8],
        base: usize,
        [delimiters, quotes, line_ends]: [u64; 3],
    ) {
        match framing.shadowed {
            None => self.delimiters.push_bits(base, delimiters),
            Some(charset) => {
                for at in ones(delimiters) {
                    if !is_second_byte(charset, &data[..base + at]) {
                        self.delimiters.push(base + at);
                    }
                }
            }
        }
        let mut others = quotes | line_ends;
        for at in ones(line_ends) {
            if framing.line_end.len_at(data, base + at) == 0 {
                others &= !(1 << at);
            }
        }
        self.others.push_bits(base, others);
    }

    /// Delimiters, then the length of the data.
    pub fn delimiters(&self) -> &[u32] {
        &self.delimiters.slots[..self.delimiters.len]
    }

    /// Quotes (where they mean something) and first bytes of line ends, then the length of the data.
    pub fn others(&self) -> &[u32] {
        &self.others.slots[..self.others.len]
    }
}

/// One bit for each of 64 bytes, the first byte lowest.
#[inline(always)]
fn bits(block: &[u8; 64], test: impl Fn(u8) -> bool) -> u64 {
    let flags = block.map(|byte| u8::from(test(byte)));
    let words: [u64; 8] = std::array::from_fn(|nth| u64::from_le_bytes(flags.as_chunks().0[nth]));
    // Most blocks have no line end, and none of a plain file has a quote.
    if words.iter().fold(0, |any, word| any | word) == 0 {
        return 0;
    }
    let mut bits = 0;
    for (nth, word) in words.iter().enumerate() {
        // Multiplying brings the lowest bits of eight bytes together in the highest byte.
        bits |= (word.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * nth);
    }
    bits
}

fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let at = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            at
        })
    })
}

/// Whether the byte after `before` is the second of a two-byte character.
///
/// A byte that cannot be a lead byte is followed by the beginning of a character, whatever it is itself; the lead
/// bytes after it pair up, and the last of an odd number takes the byte in question. The runs that are counted for
/// different positions do not overlap, so that a whole file costs one pass.
fn is_second_byte(charset: Charset, before: &[u8]) -> bool {
    let leads = before.iter().rev().take_while(|byte| charset.is_lead_byte(**byte)).count();
    leads % 2 == 1
}

/// A list that is filled many times over without being zeroed again.
#[derive(Debug, Default)]
struct Positions {
    slots: Vec<u32>,
    len: usize,
}

impl Positions {
    #[inline(always)]
    fn push_bits(&mut self, base: usize, mut bits: u64) {
        let window = self.window();
        let mut nth = 0;
        while bits != 0 {
            window[nth & 63] = base as u32 + bits.trailing_zeros();
            bits &= bits - 1;
            nth += 1;
        }
        self.len += nth;
    }

    #[inline(always)]
    fn push(&mut self, at: usize) {
        self.window()[0] = at as u32;
        self.len += 1;
    }

    /// Room for 64 more.
    #[inline(always)]
    fn window(&mut self) -> &mut [u32; 64] {
        if self.slots.len() - self.len < 64 {
            self.grow();
        }
        self.slots[self.len..].first_chunk_mut().expect("there is room")
    }

    #[cold]
    fn grow(&mut self) {
        self.slots.resize((self.len * 2).max(4096), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LineEnd;
    use proptest::prelude::*;

    fn framing(delimiter: u8, line_end: LineEnd, charset: Charset) -> Framing {
        Framing {
            delimiter,
            quote: QuoteRule::WhenNeeded,
            line_end,
            multiline: false,
            fields: 1,
            shadowed: (0x40..=0x7E).contains(&delimiter).then_some(charset),
            whole_characters: false,
            record_max: 100,
            region_max: 100,
            trailer_max: 8,
        }
    }

    /// The same, one byte after the other.
    fn plainly(framing: &Framing, data: &[u8]) -> (Vec<u32>, Vec<u32>) {
        let (mut delimiters, mut others) = (vec![], vec![]);
        let mut second = false;
        for (at, byte) in data.iter().enumerate() {
            if *byte == framing.delimiter && !second {
                delimiters.push(at as u32);
            }
            if *byte == QUOTE || framing.line_end.len_at(data, at) > 0 {
                others.push(at as u32);
            }
            // A lead byte takes the next one only if that can be a second byte.
            second = !second
                && framing.shadowed.is_some_and(|charset| charset.is_lead_byte(*byte))
                && data.get(at + 1).is_some_and(|next| matches!(next, 0x40..=0x7E | 0x80..=0xFC));
        }
        delimiters.push(data.len() as u32);
        others.push(data.len() as u32);
        (delimiters, others)
    }

    #[test]
    fn a_second_byte_that_looks_like_the_delimiter_is_data() {
        // ポ is 83 7C, and 7C is |.
        let framing = framing(b'|', LineEnd::Auto, Charset::Cp932);
        let mut index = Index::default();
        index.build(&framing, b"\x83\x7C|\x83\x83|\x7C");
        assert_eq!(index.delimiters(), [2, 5, 6, 7]);
    }

    proptest! {
        #[test]
        fn the_index_is_what_a_plain_loop_finds(
            data in prop::collection::vec(
                prop::sample::select(b"ab,|\"\r\n\x81\x83\xE0\x7C\xFF\x00".to_vec()), 0..400),
            delimiter in prop::sample::select(b",|a".to_vec()),
            line_end in prop::sample::select(vec![LineEnd::Auto, LineEnd::Crlf, LineEnd::Lf, LineEnd::Cr]),
        ) {
            let framing = framing(delimiter, line_end, Charset::Cp932);
            let mut index = Index::default();
            index.build(&framing, &data);
            let (delimiters, others) = plainly(&framing, &data);
            prop_assert_eq!(index.delimiters(), delimiters);
            prop_assert_eq!(index.others(), others);
        }
    }
}
