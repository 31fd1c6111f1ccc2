//! Why two rows may, or may not, be one person.

use utsushi_findings::Both;

/// One ground for a score.
///
/// A score is a sum of evidence in bits (log₂ of how much likelier the ground is between two rows of one person than between
/// two persons), so that each reason says what it adds. The weights are our own tuning, on `utsushi-synth`'s pairs of seed 11.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Reason {
    /// The same valid 個人番号.
    IndividualNumber,
    /// Two valid 個人番号 that differ.
    IndividualNumberDiffers,
    /// The reading is the same.
    Kana,
    /// The parts of the reading are the same in another order.
    KanaOrder,
    /// The reading is one or two slips away.
    KanaClose,
    /// Only the given name's reading is the same.
    KanaGiven,
    /// The reading is another.
    KanaDiffers,
    /// Written with the same glyphs.
    Kanji,
    /// Written with variants of the same kanji.
    KanjiVariant,
    /// One character is another.
    KanjiClose,
    /// Written with other characters.
    KanjiDiffers,
    /// It is a 通称, a 旧氏 or another further name that agrees.
    OtherName,
    /// The same birth date.
    BirthEqual,
    /// Month and day are swapped.
    BirthSwapped,
    /// The same year of another era.
    BirthEra,
    /// One digit differs, or two neighbours are swapped.
    BirthDigit,
    /// Year and month agree, the day is unknown.
    BirthMonth,
    /// The year agrees, the rest is unknown.
    BirthYear,
    /// Another birth date.
    BirthDiffers,
    /// The same sex.
    Sex,
    /// Another sex.
    SexDiffers,
    /// The same address.
    Address,
    /// The same town.
    Town,
    /// Another address.
    AddressDiffers,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: &[Reason] = &[
        Reason::IndividualNumber,
        Reason::IndividualNumberDiffers,
        Reason::Kana,
        Reason::KanaOrder,
        Reason::KanaClose,
        Reason::KanaGiven,
        Reason::KanaDiffers,
        Reason::Kanji,
        Reason::KanjiVariant,
        Reason::KanjiClose,
        Reason::KanjiDiffers,
        Reason::OtherName,
        Reason::BirthEqual,
        Reason::BirthSwapped,
        Reason::BirthEra,
        Reason::BirthDigit,
        Reason::BirthMonth,
        Reason::BirthYear,
        Reason::BirthDiffers,
        Reason::Sex,
        Reason::SexDiffers,
        Reason::Address,
        Reason::Town,
        Reason::AddressDiffers,
    ];

    /// Its name in files: `birth_swapped`.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// What people read.
    pub fn title(self) -> Both {
        let (_, ja, en) = self.words();
        Both { ja, en }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Reason::IndividualNumber => ("individual_number", "個人番号が一致", "the same 個人番号"),
            Reason::IndividualNumberDiffers => {
                ("individual_number_differs", "個人番号が相違", "another 個人番号")
            }
            Reason::Kana => ("kana", "カナが一致", "the same reading"),
            Reason::KanaOrder => ("kana_order", "カナの氏と名の順が逆", "the reading in another order"),
            Reason::KanaClose => ("kana_close", "カナが近い", "a reading a slip away"),
            Reason::KanaGiven => {
                ("kana_given", "名のカナだけ一致", "the same reading of the given name only")
            }
            Reason::KanaDiffers => ("kana_differs", "カナが相違", "another reading"),
            Reason::Kanji => ("kanji", "漢字が一致", "the same characters"),
            Reason::KanjiVariant => {
                ("kanji_variant", "異体字を除き漢字が一致", "the same characters but for variants")
            }
            Reason::KanjiClose => ("kanji_close", "漢字が一字相違", "one character differs"),
            Reason::KanjiDiffers => ("kanji_differs", "漢字が相違", "other characters"),
            Reason::OtherName => {
                ("other_name", "通称・旧氏などと一致", "agrees with a 通称, 旧氏 or other name")
            }
            Reason::BirthEqual => ("birth", "生年月日が一致", "the same birth date"),
            Reason::BirthSwapped => {
                ("birth_swapped", "生年月日の月と日が逆", "month and day of birth swapped")
            }
            Reason::BirthEra => ("birth_era", "生年月日の元号違い", "birth date in another era"),
            Reason::BirthDigit => ("birth_digit", "生年月日が一桁相違", "birth date a digit away"),
            Reason::BirthMonth => ("birth_month", "生年月が一致 (日は不詳)", "year and month of birth agree"),
            Reason::BirthYear => ("birth_year", "生年が一致 (月日は不詳)", "year of birth agrees"),
            Reason::BirthDiffers => ("birth_differs", "生年月日が相違", "another birth date"),
            Reason::Sex => ("sex", "性別が一致", "the same sex"),
            Reason::SexDiffers => ("sex_differs", "性別が相違", "another sex"),
            Reason::Address => ("address", "住所が一致", "the same address"),
            Reason::Town => ("town", "町名が一致", "the same town"),
            Reason::AddressDiffers => ("address_differs", "住所が相違", "another address"),
        }
    }
}

/// A set of reasons.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, PartialOrd, Ord, Hash)]
pub struct Reasons(pub u32);

impl Reasons {
    /// Adds one.
    pub fn add(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u8;
    }

    /// Whether one is among them.
    pub fn has(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u8) != 0
    }

    /// They, in order.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |reason| self.has(*reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_place_and_name() {
        let mut all = Reasons::default();
        for (place, reason) in Reason::ALL.iter().enumerate() {
            assert_eq!(*reason as usize, place);
            all.add(*reason);
        }
        assert_eq!(all.iter().collect::<Vec<_>>(), Reason::ALL);
        let mut names: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
    }
}
