//! What the pairs of a "Shift_JIS" file say about which Shift_JIS it is.

/// Pairs of bytes, counted by what Windows-31J (cp932) and Shift_JIS-2004 (JIS X 0213:2004) make of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SjisCells {
    /// Both have the same character there (or forms of one, as 8160 〜 ～).
    pub agree: u64,
    /// Both have a character there, and not the same: NEC-selected, user-defined and IBM extensions against kanji of
    /// the third and fourth level. Nothing in the bytes tells which is meant.
    pub differ: u64,
    /// Only cp932 has a character there.
    pub cp932_only: u64,
    /// Only Shift_JIS-2004 has a character there.
    pub jis2004_only: u64,
    /// Of those that differ: in cp932's user-defined area F040–F9FC, where gaiji are.
    pub user_defined: u64,
    /// The first few cells that differ or are only in one, as codes, in ascending order.
    pub codes: Vec<u16>,
}

/// Codes kept in [`SjisCells::codes`].
const KEPT: usize = 8;

// Drawn from Python's codecs `cp932` and `shift_jis_2004` (CPython 3), every pair compared; the user-defined area, which
// Python's cp932 leaves out, counts as cp932's. 8150 815C 815F 8160 8161 817C 8191 8192 81CA, where the two write one JIS
// character as different code points, agree.
const DIFFER: [(u16, u16); 3] = [(0xED40, 0xEEEC), (0xEEEF, 0xEEFC), (0xF040, 0xFC4B)];
const CP932_ONLY: [(u16, u16); 3] = [(0x8790, 0x8792), (0x8794, 0x8797), (0x879A, 0x879C)];
const JIS2004_ONLY: [(u16, u16); 27] = [
    (0x81AD, 0x81B7),
    (0x81C0, 0x81C7),
    (0x81CF, 0x81D9),
    (0x81E9, 0x81EF),
    (0x81F8, 0x81FB),
    (0x8240, 0x824E),
    (0x8259, 0x825F),
    (0x827A, 0x8280),
    (0x829B, 0x829E),
    (0x82F2, 0x82F9),
    (0x8397, 0x839E),
    (0x83B7, 0x83BE),
    (0x83D7, 0x83FC),
    (0x8461, 0x846F),
    (0x8492, 0x849E),
    (0x84BF, 0x84DC),
    (0x84E5, 0x84FA),
    (0x8540, 0x86F1),
    (0x86FB, 0x86FC),
    (0x875E, 0x875E),
    (0x8776, 0x8776),
    (0x879D, 0x889E),
    (0x9873, 0x989E),
    (0xEAA5, 0xECFC),
    (0xEEED, 0xEEEE),
    (0xEF40, 0xEFFC),
    (0xFC4C, 0xFCF4),
];

impl SjisCells {
    /// Counts one pair whose bytes can be lead and trail.
    pub(crate) fn add(&mut self, code: u16) {
        let within =
            |ranges: &[(u16, u16)]| ranges.iter().any(|(first, last)| (*first..=*last).contains(&code));
        let count = if within(&DIFFER) {
            self.user_defined += u64::from((0xF040..=0xF9FC).contains(&code));
            &mut self.differ
        } else if within(&JIS2004_ONLY) {
            &mut self.jis2004_only
        } else if within(&CP932_ONLY) {
            &mut self.cp932_only
        } else {
            self.agree += 1;
            return;
        };
        *count += 1;
        if let Err(at) = self.codes.binary_search(&code) {
            self.codes.insert(at, code);
            self.codes.truncate(KEPT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: u16) -> SjisCells {
        let mut cells = SjisCells::default();
        cells.add(code);
        cells
    }

    #[test]
    fn each_cell_is_counted_as_the_two_standards_have_it() {
        // Both codes of 髙, and the first gaiji, are other kanji in Shift_JIS-2004; ① and ㈱ are the same in both.
        for code in [0xFBFC, 0xEEE0, 0xF040] {
            assert_eq!(of(code).differ, 1, "{code:04X}");
        }
        for code in [0x8740, 0x878A, 0x889F, 0x82A0, 0x8160] {
            assert_eq!(of(code), SjisCells { agree: 1, ..SjisCells::default() }, "{code:04X}");
        }
        assert_eq!(of(0xEFFC).jis2004_only, 1);
        assert_eq!(of(0x8790).cp932_only, 1);
        assert_eq!(of(0xF9FC).user_defined, 1);
    }

    #[test]
    fn only_the_lowest_codes_are_kept() {
        let mut cells = SjisCells::default();
        for code in (0xF040..0xF060).rev() {
            cells.add(code);
        }
        assert_eq!(cells.codes, (0xF040..0xF048).collect::<Vec<u16>>());
    }
}
