//! A set of characters, a bit for each.

/// The last code that any repertoire holds as a bare character lies below this: planes 0 to 3.
const CODES: usize = 0x4_0000;

/// 32 KiB, of which ordinary text touches little.
pub(crate) struct BareSet(Box<[u64]>);

impl BareSet {
    #[inline]
    pub fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0.get(code >> 6).is_some_and(|word| word >> (code & 63) & 1 != 0)
    }
}

impl FromIterator<char> for BareSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> BareSet {
        let mut words = vec![0; CODES >> 6].into_boxed_slice();
        for character in characters {
            let code = character as usize;
            debug_assert!(code < CODES, "{character:?} is beyond the set");
            if let Some(word) = words.get_mut(code >> 6) {
                *word |= 1 << (code & 63);
            }
        }
        BareSet(words)
    }
}
