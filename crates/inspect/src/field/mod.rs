//! What one field holds.

mod column;
mod forms;
mod kinds;
mod meaning;
mod names;
mod profile;

pub(crate) use column::Column;
pub(crate) use names::is_item_name;
pub use profile::FieldProfile;

use crate::Confidence;
use utsushi_findings::Lang;

/// What one field holds, over the records that were looked at. No value is kept, only shapes, and short codes that many
/// records share.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// The name in the header, or 項目1, 項目2, … where there is none.
    pub name: String,
    /// Whether the file itself names it.
    pub named: bool,
    /// In fixed width: bytes of the record before it, and how many it has.
    pub place: Option<(usize, usize)>,
    /// What its bytes hold, as a source definition names it: `text`, `zoned`, `packed`.
    pub kind: &'static str,
    /// Records that have the field.
    pub rows: u64,
    /// Of them, those where it holds more than spaces.
    pub filled: u64,
    /// Fewest and most characters, of filled ones without the spaces around them.
    pub characters: (usize, usize),
    /// Fewest and most bytes, in the same way.
    pub bytes: (usize, usize),
    /// What kinds of characters.
    pub kinds: Kinds,
    /// Different values; at most [`Field::MOST_DISTINCT`] are counted.
    pub distinct: usize,
    /// Values with bytes that are no character.
    pub undecodable: u64,
    /// Values with spaces before the text.
    pub indented: u64,
    /// What it likely means, likeliest first.
    pub guesses: Vec<Guess>,
    /// Short codes that at least five records share, with their counts; only where the field holds nothing else.
    pub codes: Vec<(String, u64)>,
    /// The commonest shapes, with their counts.
    pub shapes: Vec<(String, u64)>,
}

impl Field {
    /// Where counting different values stops.
    pub const MOST_DISTINCT: usize = 65_536;

    /// The share of records in which it is filled, 0 to 1.
    pub fn fill_rate(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }

    /// Whether no two records have the same value, and nearly all have one.
    pub fn is_unique(&self) -> bool {
        self.filled >= 10
            && self.distinct < Self::MOST_DISTINCT
            && self.distinct as u64 == self.filled
            && self.fill_rate() >= 0.99
    }

    /// The likeliest meaning in a few words; none where nothing was seen.
    pub fn in_words(&self, lang: Lang) -> Option<String> {
        self.guesses.first().map(|guess| crate::render::meaning(guess, self, lang))
    }

    /// The likeliest meaning.
    pub fn meaning(&self) -> Option<&Meaning> {
        self.guesses.first().map(|guess| &guess.meaning)
    }
}

/// Values by the kinds of their characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Kinds {
    /// Digits 0–9 only.
    pub digits: u64,
    /// ASCII, not only digits.
    pub ascii: u64,
    /// Half-width katakana, with spaces and `-`.
    pub half_kana: u64,
    /// Full-width katakana or hiragana, with spaces and ー.
    pub full_kana: u64,
    /// Kanji, with spaces.
    pub kanji: u64,
    /// Other characters beyond ASCII, or several kinds.
    pub mixed: u64,
}

/// A meaning, and how likely it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Guess {
    /// The meaning.
    pub meaning: Meaning,
    /// The share of filled values that agree, 0 to 1.
    pub share: f64,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What a field likely holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Meaning {
    /// Nothing.
    Empty,
    /// The same in all records.
    Constant,
    /// Dates.
    Date {
        /// How most are written.
        form: DateForm,
        /// Only zeros or nines in place of a date.
        sentinels: u64,
        /// Month or day unknown.
        unknown_parts: u64,
        /// Other forms, or dates that never were.
        others: u64,
    },
    /// `YYYYMMDDhhmmss`.
    DateTime,
    /// A name in katakana.
    KanaName,
    /// A name in kanji, a space between family and given name.
    KanjiName,
    /// An address or a part of one.
    Address,
    /// 7 digits, or 3-4.
    PostalCode,
    /// A telephone number.
    Phone,
    /// 個人番号; the share is that of right check digits.
    IndividualNumber,
    /// 法人番号; the share is that of right check digits.
    CorporateNumber,
    /// 全国地方公共団体コード of six digits; the share is that of right check digits.
    MunicipalityCode,
    /// 保険者番号 of eight digits; the share is that of right check digits.
    InsurerNumber,
    /// Few different values.
    Code,
    /// Different in every record.
    Key,
    /// Digits of one length, five or more, several records sharing some.
    Identifier,
    /// Digits, perhaps with a sign.
    Number,
    /// Anything else.
    Text,
}

/// How a date is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DateForm {
    /// `S550401`.
    EraLetter,
    /// `3550401`.
    EraDigit,
    /// `19800401`.
    Gregorian,
    /// `1980-04-01`, `1980/4/1`.
    GregorianSeparated,
    /// `S55.4.1`.
    EraLetterSeparated,
    /// `昭和55年4月1日`, `昭55.4.1`.
    EraKanji,
    /// `1980年4月1日`.
    GregorianKanji,
    /// `550401`: a year of two digits without an era.
    TwoDigitYear,
}

impl DateForm {
    /// An example that is nobody's.
    pub fn example(self) -> &'static str {
        match self {
            DateForm::EraLetter => "S550401",
            DateForm::EraDigit => "3550401",
            DateForm::Gregorian => "19800401",
            DateForm::GregorianSeparated => "1980/4/1",
            DateForm::EraLetterSeparated => "S55.4.1",
            DateForm::EraKanji => "昭和55年4月1日",
            DateForm::GregorianKanji => "1980年4月1日",
            DateForm::TwoDigitYear => "550401",
        }
    }
}
