//! Cities in which it is known who is the same person: what a search for the same person (名寄せ) is measured by.
//!
//! Residents as `01.resident` has them, and persons of `03.person`, some of whom are residents written down again: with a slip of
//! the hand, by another system, years before. Each such pair has a [`PairKind`]; beside them stand those who only look alike.
//! Nothing here knows how a search compares: slips are what hands and readers do, and the variants of kanji are written from
//! common knowledge, not from the tables that the search folds by.

mod people;
mod slips;

use crate::random::Random;
use people::Maker;
use std::collections::BTreeMap;

/// How two rows of one person differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PairKind {
    /// In nothing but the width and spelling of the kana.
    Plain,
    /// In a slip in the kana.
    KanaTypo,
    /// In old and new forms of a kanji.
    OldKanji,
    /// In a kanji misread for one that looks like it.
    KanjiTypo,
    /// In the address, which is an earlier one.
    Moved,
    /// Month and day are swapped.
    DayMonthSwapped,
    /// The year stands in another era.
    EraSlip,
    /// One digit of the birth date differs.
    BirthDigit,
    /// Day, or month and day, of birth are unknown.
    BirthUnknown,
    /// The family name has changed by marriage.
    Married,
    /// A foreigner is written by the 通称.
    Alias,
    /// A foreigner's names stand in another order.
    NameOrder,
    /// In two slips at once: of kana, kanji and birth date.
    TwoSlips,
    /// In several of these, with the same 個人番号.
    IndividualNumber,
}

impl PairKind {
    /// Every kind.
    pub const ALL: &[PairKind] = &[
        PairKind::Plain,
        PairKind::KanaTypo,
        PairKind::OldKanji,
        PairKind::KanjiTypo,
        PairKind::Moved,
        PairKind::DayMonthSwapped,
        PairKind::EraSlip,
        PairKind::BirthDigit,
        PairKind::BirthUnknown,
        PairKind::Married,
        PairKind::Alias,
        PairKind::NameOrder,
        PairKind::TwoSlips,
        PairKind::IndividualNumber,
    ];

    /// What it is called, in Japanese and English.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            PairKind::Plain => ("そのまま", "written alike"),
            PairKind::KanaTypo => ("カナの誤り", "typo in kana"),
            PairKind::OldKanji => ("旧字体", "old form of a kanji"),
            PairKind::KanjiTypo => ("似た漢字の誤り", "kanji misread"),
            PairKind::Moved => ("転居・転出入", "moved"),
            PairKind::DayMonthSwapped => ("月日の入れ替え", "day and month swapped"),
            PairKind::EraSlip => ("元号の誤り", "era slip"),
            PairKind::BirthDigit => ("生年月日の一桁の誤り", "a digit of the birth date"),
            PairKind::BirthUnknown => ("生年月日の一部不詳", "birth date partly unknown"),
            PairKind::Married => ("婚姻による氏の変更", "married name"),
            PairKind::Alias => ("外国人の通称", "foreigner with 通称"),
            PairKind::NameOrder => ("外国人の氏名の順", "name order of foreigners"),
            PairKind::TwoSlips => ("二つの誤り", "two slips at once"),
            PairKind::IndividualNumber => ("同じ個人番号", "the same 個人番号"),
        }
    }
}

/// Persons who look alike and are not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LookAlike {
    /// Twins, some with names a kana apart.
    Twins,
    /// Cousins of one name.
    Cousins,
    /// A parent and a child with the same reading at one address.
    ParentAndChild,
    /// Others at one address.
    SameAddress,
}

/// A person as a standard file has them; field names are roles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PairRow {
    /// `01.resident` or `03.person`.
    pub file: &'static str,
    /// 宛名番号.
    pub address_number: String,
    /// 氏名.
    pub name: String,
    /// 検索用カナ氏名.
    pub name_kana: String,
    /// ローマ字氏名.
    pub name_roman: String,
    /// 通称.
    pub alias_name: String,
    /// 旧氏.
    pub former_surname: String,
    /// 生年月日.
    pub birth_date: String,
    /// 性別.
    pub sex: String,
    /// 個人番号.
    pub individual_number: String,
    /// 住所.
    pub address: String,
}

/// A city with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct PairsCity {
    /// All persons: residents first.
    pub rows: Vec<PairRow>,
    /// Positions of two rows of one person, and how they differ.
    pub pairs: BTreeMap<(usize, usize), PairKind>,
    /// Positions of rows that look alike.
    pub look_alikes: BTreeMap<(usize, usize), LookAlike>,
}

/// Name of the city, as its addresses may begin.
pub const PAIRS_CITY: &str = "写本市";

/// A city of about `residents` residents, with a pair of each kind for every 500 of them. The same seed gives the same city.
pub fn pairs_city(seed: u64, residents: usize) -> PairsCity {
    let mut maker = Maker::new(Random::new(seed, 77));
    let each = residents / 500;
    let mut city = PairsCity::default();
    while city.rows.len() < residents {
        let household = maker.household();
        let first = city.rows.len();
        city.rows.extend(household.rows);
        for (a, b, kind) in household.look_alikes {
            city.look_alikes.insert((first + a, first + b), kind);
        }
    }
    let residents = city.rows.len();
    let mut taken = std::collections::BTreeSet::new();
    for kind in PairKind::ALL {
        let mut made = 0;
        for _ in 0..each * 400 {
            if made == each {
                break;
            }
            let at = maker.random.below(residents as u32) as usize;
            if taken.contains(&at) {
                continue;
            }
            if let Some(other) = slips::again(&mut maker, &mut city.rows[at], *kind) {
                taken.insert(at);
                city.pairs.insert((at, city.rows.len()), *kind);
                city.rows.push(other);
                made += 1;
            }
        }
    }
    // Those of 03.person who are nobody in the city: some of them cousins with a resident's name.
    for stranger in 0..residents / 8 {
        let mut row = maker.stranger();
        if stranger % 10 == 0 {
            let at = maker.random.below(residents as u32) as usize;
            let of = &city.rows[at];
            if of.name_roman.is_empty() && of.birth_date.get(..4) != row.birth_date.get(..4) {
                (row.name, row.name_kana) = (of.name.clone(), of.name_kana.clone());
                row.sex.clone_from(&of.sex);
                city.look_alikes.insert((at, city.rows.len()), LookAlike::Cousins);
            }
        }
        city.rows.push(row);
    }
    city
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_has_every_kind_of_pair_and_the_same_seed_gives_the_same() {
        let city = pairs_city(3, 2_000);
        for kind in PairKind::ALL {
            assert_eq!(city.pairs.values().filter(|known| *known == kind).count(), 4, "{kind:?}");
        }
        for kind in [LookAlike::Twins, LookAlike::Cousins, LookAlike::ParentAndChild, LookAlike::SameAddress]
        {
            assert!(city.look_alikes.values().any(|known| *known == kind), "{kind:?}");
        }
        assert_eq!(pairs_city(3, 2_000).rows, city.rows);
        assert_ne!(pairs_city(4, 2_000).rows, city.rows);
        let mut numbers: Vec<&str> = city.rows.iter().map(|row| row.address_number.as_str()).collect();
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
