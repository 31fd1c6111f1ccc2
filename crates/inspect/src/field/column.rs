//! Values going by.

use super::forms::{self, AsDate};
use super::kinds::{Kind, kind};
use super::meaning::guesses;
use super::names::hint;
use super::{DateForm, Field, Kinds};
use crate::view::Coding;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use utsushi_text::{count_characters, shape_into, trim};
use utsushi_value::{is_corporate_number, is_individual_number, is_insurer_number, is_municipality_code};

/// Longest shape that is kept, in characters.
const LONGEST: usize = 30;

/// Codes and shapes counted at most.
const MOST_COUNTED: usize = 256;

/// Records that must share a code before it is shown: rare values identify people.
const SHARED: u64 = 5;

/// Words that are codes and say nothing of anybody.
const WORDS: [&str; 9] = ["男", "女", "有", "無", "可", "否", "済", "未", "他"];

/// A check digit: how many values are long enough, and how many are right.
#[derive(Clone, Copy, Default)]
pub(super) struct Checked {
    pub(super) all: u64,
    pub(super) right: u64,
}

/// All that is remembered of a field's values.
#[derive(Default)]
pub(crate) struct Column {
    pub(super) rows: u64,
    pub(super) filled: u64,
    pub(super) characters: Option<(usize, usize)>,
    bytes: Option<(usize, usize)>,
    pub(super) kinds: Kinds,
    distinct: HashSet<u64>,
    undecodable: u64,
    indented: u64,
    codes: BTreeMap<String, u64>,
    other_than_codes: bool,
    shapes: BTreeMap<String, u64>,
    pub(super) dates: BTreeMap<DateForm, u64>,
    pub(super) sentinels: u64,
    pub(super) unknown_parts: u64,
    pub(super) date_times: u64,
    pub(super) kana_names: u64,
    pub(super) kanji_names: u64,
    pub(super) addresses: u64,
    pub(super) phones: u64,
    pub(super) postal_hyphens: u64,
    pub(super) seven_digits: u64,
    pub(super) first_three: HashSet<[u8; 3]>,
    pub(super) numbers: u64,
    pub(super) signed: u64,
    pub(super) individual: Checked,
    pub(super) corporate: Checked,
    pub(super) municipality: Checked,
    pub(super) insurer: Checked,
    text: String,
}

impl Column {
    pub(crate) fn add(&mut self, bytes: &[u8], coding: Coding) {
        let mut text = std::mem::take(&mut self.text);
        self.undecodable += u64::from(!coding.decode(bytes, &mut text));
        self.add_text(&text, coding);
        self.text = text;
    }

    /// Adds a value that is decoded already; `coding` says what counts as a byte.
    pub(super) fn add_text(&mut self, text: &str, coding: Coding) {
        self.rows += 1;
        let full = text.trim_end_matches('\0');
        let value = trim(full);
        if !value.is_empty() {
            self.indented += u64::from(full.starts_with([' ', '\u{3000}']));
            self.add_value(value, coding);
        }
    }

    /// Counts a value whose bytes were no characters.
    pub(super) fn add_undecodable(&mut self) {
        self.rows += 1;
        self.filled += 1;
        self.undecodable += 1;
    }

    fn add_value(&mut self, value: &str, coding: Coding) {
        self.filled += 1;
        let characters = count_characters(value);
        let bytes = match coding {
            Coding::Utf8 => value.len(),
            _ => value
                .chars()
                .map(|c| if c.is_ascii() || utsushi_text::is_half_width_kana(c) { 1 } else { 2 })
                .sum(),
        };
        let widen =
            |range: Option<(usize, usize)>, n: usize| range.map_or((n, n), |(a, b)| (a.min(n), b.max(n)));
        self.characters = Some(widen(self.characters, characters));
        self.bytes = Some(widen(self.bytes, bytes));
        if self.distinct.len() < Field::MOST_DISTINCT {
            let mut hasher = DefaultHasher::new();
            value.hash(&mut hasher);
            self.distinct.insert(hasher.finish());
        }
        let short = value.len() <= 3 && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if short || WORDS.contains(&value) {
            count(&mut self.codes, value);
        } else {
            self.other_than_codes = true;
        }
        let end = value.char_indices().nth(LONGEST).map_or(value.len(), |(at, _)| at);
        let mut shape = String::new();
        shape_into(&value[..end], &mut shape);
        if end < value.len() {
            shape.push('…');
        }
        count(&mut self.shapes, &shape);
        let kind = kind(value);
        self.kinds.add(kind);
        self.recognise(value, kind);
    }

    fn recognise(&mut self, value: &str, kind: Kind) {
        match forms::as_date(value) {
            AsDate::Date { form, unknown_parts } => {
                *self.dates.entry(form).or_default() += 1;
                self.unknown_parts += u64::from(unknown_parts);
            }
            AsDate::Sentinel => self.sentinels += 1,
            AsDate::No => {}
        }
        match kind {
            Kind::Digits => {
                self.numbers += 1;
                self.add_digits(value);
            }
            Kind::Ascii => {
                self.numbers += u64::from(forms::is_number(value));
                self.signed += u64::from(forms::is_number(value));
                self.phones += u64::from(forms::is_phone(value));
                self.postal_hyphens += u64::from(forms::is_postal_with_hyphen(value));
            }
            _ => {
                self.kana_names += u64::from(forms::is_kana_name(value));
                self.kanji_names += u64::from(forms::is_kanji_name(value));
                self.addresses += u64::from(forms::is_address(value));
            }
        }
    }

    fn add_digits(&mut self, value: &str) {
        let check = |checked: &mut Checked, right: bool| {
            checked.all += 1;
            checked.right += u64::from(right);
        };
        match value.len() {
            6 => check(&mut self.municipality, is_municipality_code(value).is_ok()),
            7 => {
                self.seven_digits += 1;
                if let (Some(first), true) = (value.as_bytes().first_chunk(), self.first_three.len() < 16) {
                    self.first_three.insert(*first);
                }
            }
            8 => check(&mut self.insurer, is_insurer_number(value).is_ok()),
            10 | 11 => self.phones += u64::from(forms::is_phone(value)),
            12 => check(&mut self.individual, is_individual_number(value).is_ok()),
            13 => check(&mut self.corporate, is_corporate_number(value).is_ok()),
            14 => self.date_times += u64::from(forms::is_date_time(value)),
            _ => {}
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Whether a text could be a value here; `None` where nothing tells.
    pub(crate) fn fits(&self, text: &str) -> Option<bool> {
        let dates: u64 = self.dates.values().sum();
        if dates * 10 >= self.filled * 9 && dates > 0 {
            return Some(!matches!(forms::as_date(text), AsDate::No));
        }
        match (self.kinds.main()?, kind(text)) {
            (Kind::Digits, Kind::Digits) | (Kind::HalfKana, Kind::HalfKana) => Some(true),
            (Kind::Ascii, Kind::Ascii | Kind::Digits) => None,
            (Kind::Digits | Kind::HalfKana | Kind::Ascii, _) => Some(false),
            _ => None,
        }
    }

    /// Ends the column. `nth` counts from 0.
    pub(crate) fn finish(self, name: Option<&str>, nth: usize, place: Option<(usize, usize)>) -> Field {
        let name = name.filter(|name| !name.is_empty());
        let distinct = self.distinct.len();
        let guesses = guesses(&self, distinct, hint(name));
        let listed = !self.other_than_codes && self.codes.len() < MOST_COUNTED && distinct <= 64;
        let mut shapes: Vec<(String, u64)> = self.shapes.into_iter().collect();
        shapes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shapes.truncate(3);
        Field {
            named: name.is_some(),
            name: name.map_or_else(|| format!("項目{}", nth + 1), str::to_owned),
            place,
            kind: "text",
            rows: self.rows,
            filled: self.filled,
            characters: self.characters.unwrap_or_default(),
            bytes: self.bytes.unwrap_or_default(),
            kinds: self.kinds,
            distinct,
            undecodable: self.undecodable,
            indented: self.indented,
            guesses,
            codes: if listed {
                self.codes.into_iter().filter(|(_, times)| *times >= SHARED).collect()
            } else {
                vec![]
            },
            shapes,
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, key: &str) {
    if let Some(times) = counts.get_mut(key) {
        *times += 1;
    } else if counts.len() < MOST_COUNTED {
        counts.insert(key.to_owned(), 1);
    }
}
