//! Which rows are compared at all: those that share a key.

use super::folded::{Folded, hash};

/// A kind of key. Two rows of one person that differ in one thing still share some key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Key {
    /// 個人番号.
    IndividualNumber,
    /// Reading of the family name, birth date.
    FamilyBirth,
    /// Reading of the given name, birth date.
    GivenBirth,
    /// Written name, year of birth.
    KanjiYear,
    /// Written name, month and day of birth.
    KanjiDay,
    /// Reading, year of birth.
    KanaYear,
    /// Reading, month and day of birth.
    KanaDay,
    /// Reading, address.
    KanaAddress,
    /// Written name, address.
    KanjiAddress,
    /// Birth date, address.
    BirthAddress,
}

impl Key {
    /// Every kind, in order.
    pub const ALL: &[Key] = &[
        Key::IndividualNumber,
        Key::FamilyBirth,
        Key::GivenBirth,
        Key::KanjiYear,
        Key::KanjiDay,
        Key::KanaYear,
        Key::KanaDay,
        Key::KanaAddress,
        Key::KanjiAddress,
        Key::BirthAddress,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Key::IndividualNumber => "individual_number",
            Key::FamilyBirth => "family_kana_birth",
            Key::GivenBirth => "given_kana_birth",
            Key::KanjiYear => "kanji_birth_year",
            Key::KanjiDay => "kanji_birth_day",
            Key::KanaYear => "kana_birth_year",
            Key::KanaDay => "kana_birth_day",
            Key::KanaAddress => "kana_address",
            Key::KanjiAddress => "kanji_address",
            Key::BirthAddress => "birth_address",
        }
    }
}

/// The keys of a person, each with a number that rows sharing it have in common.
pub fn keys(person: &Folded<'_>, out: &mut Vec<(Key, u64)>) {
    out.clear();
    let birth = person.birth;
    let day = format!("{:04}{:02}{:02}", birth.year, birth.month, birth.day);
    let whole = birth.year != 0 && birth.month != 0 && birth.day != 0;
    let address = person.address.to_string();
    let mut add = |key: Key, parts: &[&str]| {
        let one = (key, hash(16 + key as u8, parts));
        if !out.contains(&one) {
            out.push(one);
        }
    };
    if person.individual != 0 {
        add(Key::IndividualNumber, &[&person.individual.to_string()]);
    }
    for name in person.names() {
        // Parts in one order: foreigners' names come in several.
        let mut parts: Vec<&str> = name.kana.split(' ').filter(|part| !part.is_empty()).collect();
        if whole {
            if let Some(family) = parts.first() {
                add(Key::FamilyBirth, &[family, &day]);
            }
            for given in parts.iter().skip(1) {
                add(Key::GivenBirth, &[given, &day]);
            }
        }
        parts.sort_unstable();
        let kana = parts.concat();
        let mut written: Vec<&str> = name.kanji.split(' ').collect();
        if name.kanji.is_ascii() {
            written.sort_unstable();
        }
        let kanji = written.concat();
        if !kana.is_empty() {
            if birth.year != 0 {
                add(Key::KanaYear, &[&kana, &day[..4]]);
            }
            if whole {
                add(Key::KanaDay, &[&kana, &day[4..]]);
            }
            if person.address != 0 {
                add(Key::KanaAddress, &[&kana, &address]);
            }
        }
        if !kanji.is_empty() {
            if birth.year != 0 {
                add(Key::KanjiYear, &[&kanji, &day[..4]]);
            }
            if whole {
                add(Key::KanjiDay, &[&kanji, &day[4..]]);
            }
            if person.address != 0 {
                add(Key::KanjiAddress, &[&kanji, &address]);
            }
        }
    }
    if whole && person.address != 0 {
        add(Key::BirthAddress, &[&day, &address]);
    }
}
