//! Numbers and texts as bytes, and back: little endian, lengths in front. Reading never panics and never believes a
//! length that the bytes do not bear out.

/// Appends a number of four bytes.
pub(super) fn put_u32(number: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// Appends a number of eight bytes.
pub(super) fn put_u64(number: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// Appends bytes with their length.
pub(super) fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_u64(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// Appends numbers with their count.
pub(super) fn put_u32s(numbers: &[u32], out: &mut Vec<u8>) {
    put_u64(numbers.len() as u64, out);
    out.reserve(numbers.len() * 4);
    numbers.iter().for_each(|number| put_u32(*number, out));
}

/// Bytes being read.
pub(super) struct Take<'b>(pub &'b [u8]);

impl<'b> Take<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take(8)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
    }

    pub fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.u64()?).ok()?;
        self.take(length)
    }

    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub fn u32s(&mut self) -> Option<Vec<u32>> {
        let length = usize::try_from(self.u64()?).ok()?.checked_mul(4)?;
        let words = self.take(length)?.as_chunks::<4>().0;
        Some(words.iter().map(|word| u32::from_le_bytes(*word)).collect())
    }
}
