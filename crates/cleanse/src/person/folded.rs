//! A person folded for comparison, small enough to be sorted by the million.

use super::birth::Birth;
use super::clear::Person;
use super::fold::{fold_address, fold_name, fold_reading, glyphs_of};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use utsushi_value::is_individual_number;

/// Names of one person that are compared: 氏名, 通称, name with 旧氏, 漢字氏名 or ローマ字氏名.
pub const NAMES_MAX: usize = 4;

/// One name folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Name<'a> {
    /// Number of the glyphs it is written with.
    pub glyphs: u32,
    /// Reading, parts with a space between.
    pub kana: &'a str,
    /// Written name, parts with a space between.
    pub kanji: &'a str,
}

/// A person folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Folded<'a> {
    /// Birth date.
    pub birth: Birth,
    /// 1 or 2; 0 where it is not known.
    pub sex: u8,
    /// Whether the person is under 支援措置.
    pub protected: bool,
    /// The person's number; 0 where there is none. Equal numbers are one person already.
    pub number: u64,
    /// A valid 個人番号, as a number that means something in this run only; 0 where there is none.
    pub individual: u64,
    /// The address, 0 where there is none or it has no house number.
    pub address: u64,
    /// The town, 0 where there is none.
    pub town: u64,
    names: [Name<'a>; NAMES_MAX],
    count: u8,
}

/// What folding needs to know.
#[derive(Debug)]
pub struct Folder {
    municipality: String,
    key: RandomState,
}

/// A number that is one for one text, the same in every run.
pub(super) fn hash(kind: u8, parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    parts.hash(&mut hasher);
    hasher.finish().max(1)
}

/// A number of 宛名番号 and the like: exact for up to 15 digits, so that two persons are never taken for one.
pub fn number_id(kind: u8, number: &str) -> u64 {
    if number.is_empty() {
        return 0;
    }
    if kind == 0 && number.len() <= 15 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        // Leading zeros count: 015 is not 15. 10^15 is below 2^50.
        return (number.len() as u64) << 50 | number.parse::<u64>().unwrap_or(0);
    }
    1 << 63 | hash(kind, &[number])
}

impl Folder {
    /// For the rows of a municipality of this name, whose own addresses may lack it.
    pub fn new(municipality: &str) -> Folder {
        Folder { municipality: municipality.to_owned(), key: RandomState::new() }
    }

    /// A valid 個人番号 as a number that means something to this folder only, 0 for any other text.
    pub fn individual(&self, number: &str) -> u64 {
        let one_digit = number.bytes().all(|byte| Some(&byte) == number.as_bytes().first());
        match is_individual_number(number) {
            // 000000000000 has a right check digit, and is a way to write none.
            Ok(()) if !one_digit => self.key.hash_one(number).max(1),
            _ => 0,
        }
    }

    /// Appends the person folded; [`Folded::read`] reads it.
    pub fn fold(&self, person: &Person<'_>, out: &mut Vec<u8>) {
        let birth = Birth::parse(person.birth);
        let (town, numbers) = fold_address(person.address, &self.municipality);
        let address = if numbers.is_empty() { 0 } else { hash(1, &[&town, &numbers]) };
        let town = if town.is_empty() { 0 } else { hash(2, &[&town]) };
        let sex = match person.sex {
            "1" => 1,
            "2" => 2,
            _ => 0,
        };
        // Birth first: in a block too large to compare all, neighbours are compared.
        out.extend_from_slice(&birth.year.to_be_bytes());
        out.extend_from_slice(&[birth.month, birth.day, sex, u8::from(person.protected)]);
        let number = number_id(person.number_kind, person.number);
        for number in [number, self.individual(person.individual), address, town] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let count = out.len();
        out.push(0);
        let mut known: Vec<String> = Vec::new();
        let mut add = |name: &str, kana: &str| {
            let (mut written, mut reading) = (String::new(), String::new());
            fold_name(name, &mut written);
            fold_reading(kana, &mut reading);
            if (written.is_empty() && reading.is_empty())
                || known.contains(&written)
                || known.len() == NAMES_MAX
            {
                return;
            }
            out.extend_from_slice(&glyphs_of(name).to_le_bytes());
            for text in [&reading, &written] {
                let mut end = text.len().min(255);
                while !text.is_char_boundary(end) {
                    end -= 1;
                }
                out.push(end as u8);
                out.extend_from_slice(&text.as_bytes()[..end]);
            }
            known.push(written);
        };
        add(person.name, person.kana);
        if !person.former_surname.is_empty() {
            let given = person.name.split(['\u{3000}', ' ']).skip(1).collect::<Vec<_>>().join("\u{3000}");
            if !given.is_empty() {
                add(&format!("{}\u{3000}{given}", person.former_surname), "");
            }
        }
        for other in [person.alias, person.kanji, person.roman] {
            if !other.is_empty() {
                add(other, "");
            }
        }
        let names = known.len() as u8;
        out[count] = names;
    }
}

impl<'a> Folded<'a> {
    /// Reads what [`Folder::fold`] wrote. `None` where the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Option<Folded<'a>> {
        let (year, rest) = bytes.split_first_chunk::<2>()?;
        let ([month, day, sex, protected], mut rest) = rest.split_first_chunk::<4>()?;
        let mut numbers = [0; 4];
        for number in &mut numbers {
            let (bytes, behind) = rest.split_first_chunk::<8>()?;
            *number = u64::from_le_bytes(*bytes);
            rest = behind;
        }
        let (count, mut rest) = rest.split_first()?;
        let mut names = [Name::default(); NAMES_MAX];
        for name in names.get_mut(..usize::from(*count))? {
            let (glyphs, behind) = rest.split_first_chunk::<4>()?;
            let (length, behind) = behind.split_first()?;
            let (kana, behind) = behind.split_at_checked(usize::from(*length))?;
            let (length, behind) = behind.split_first()?;
            let (kanji, behind) = behind.split_at_checked(usize::from(*length))?;
            let text = |bytes| std::str::from_utf8(bytes).ok();
            *name = Name { glyphs: u32::from_le_bytes(*glyphs), kana: text(kana)?, kanji: text(kanji)? };
            rest = behind;
        }
        let [number, individual, address, town] = numbers;
        Some(Folded {
            birth: Birth { year: u16::from_be_bytes(*year), month: *month, day: *day },
            sex: *sex,
            protected: *protected != 0,
            number,
            individual,
            address,
            town,
            names,
            count: *count,
        })
    }

    /// The names, 氏名 first.
    pub fn names(&self) -> &[Name<'a>] {
        &self.names[..usize::from(self.count)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_names_are_compared_too_and_zero_or_nine_is_no_individual_number() {
        let folder = Folder::new("写本市");
        let mut bytes = Vec::new();
        let person = Person {
            number: "015",
            name: "田中　花子",
            kana: "ﾀﾅｶ ﾊﾅｺ",
            former_surname: "髙橋",
            birth: "19800101",
            individual: "000000000000",
            ..Person::default()
        };
        folder.fold(&person, &mut bytes);
        let folded = Folded::read(&bytes).unwrap();
        let written: Vec<&str> = folded.names().iter().map(|name| name.kanji).collect();
        let folded_name = |name: &str| {
            let mut out = String::new();
            fold_name(name, &mut out);
            out
        };
        assert_eq!(written, [folded_name("田中 花子"), folded_name("高橋 花子")]);
        assert_eq!((folded.names()[0].kana, folded.individual, folded.address), ("タナカ ハナコ", 0, 0));
        assert_ne!(folded.number, number_id(0, "15"));
        assert_eq!(folder.individual("999999999999"), 0);
        assert_ne!(folder.individual("123456789018"), 0);
        assert_eq!(Folded::read(&bytes[..bytes.len() - 1]), None);
    }
}
