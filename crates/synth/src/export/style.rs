//! How a vendor writes an item, and the steps that read it back.

use crate::random::Random;
use std::collections::BTreeMap;
use std::fmt::Write;
use utsushi_layout::{Item, ItemType};
use utsushi_text::kana_to_half_width;
use utsushi_value::{PartialDate, write_era_digit, write_era_kanji, write_era_letter};

/// The form of one field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// Katakana in half width.
    HalfKana,
    /// `S550401`.
    EraLetter,
    /// `3550401`.
    EraDigit,
    /// `昭和55年4月1日`.
    EraKanji,
    /// `19800401`; a blank is `00000000`.
    Zeros,
    /// `1,234`.
    Commas,
    /// The vendor's codes by the standard's.
    Codes(BTreeMap<String, String>),
}

impl Style {
    /// A form that can say every one of these values.
    pub fn of(item: &Item, values: &[&str], random: &mut Random) -> Style {
        let style = match item.kind {
            ItemType::Date => {
                random.pick(&[Style::EraLetter, Style::EraDigit, Style::EraKanji, Style::Zeros]).clone()
            }
            ItemType::Kana => Style::HalfKana,
            ItemType::Integer if random.chance(1, 3) => Style::Commas,
            ItemType::Code => Style::codes(values, random),
            _ => Style::Plain,
        };
        // A value that the form cannot say is written as it is, and then all of them are.
        let says = |value: &&str| {
            value.is_empty() || style.write(value).is_some_and(|written| style.reads(&written, value))
        };
        if values.iter().all(says) { style } else { Style::Plain }
    }

    /// Letters for half of the tables, the values themselves behind a digit for the others.
    fn codes(values: &[&str], random: &mut Random) -> Style {
        let mut all: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        let letters = all.len() <= 26 && random.chance(1, 2);
        let vendor = |(index, value): (usize, &&str)| {
            let own = match letters {
                true => char::from(b'A' + index as u8).to_string(),
                false => format!("9{value}"),
            };
            ((*value).to_owned(), own)
        };
        Style::Codes(all.iter().enumerate().map(vendor).collect())
    }

    /// The value as the vendor writes it; `None` where this form has no way to say it.
    pub fn write(&self, value: &str) -> Option<String> {
        if value.is_empty() {
            return Some(if *self == Style::Zeros { "00000000".to_owned() } else { String::new() });
        }
        let date = || PartialDate::parse_compact(value).ok().filter(PartialDate::is_complete);
        let mut text = String::new();
        let done = match self {
            Style::Plain => {
                text.push_str(value);
                true
            }
            Style::Zeros => {
                text.push_str(value);
                value.bytes().any(|byte| byte != b'0')
            }
            Style::HalfKana => {
                kana_to_half_width(value, &mut text);
                true
            }
            Style::EraLetter => write_era_letter(&date()?, &mut text),
            Style::EraDigit => write_era_digit(&date()?, &mut text),
            Style::EraKanji => write_era_kanji(&date()?, &mut text),
            Style::Commas => {
                let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
                text.push_str(sign);
                for (index, digit) in digits.chars().enumerate() {
                    if index > 0 && (digits.len() - index) % 3 == 0 {
                        text.push(',');
                    }
                    text.push(digit);
                }
                true
            }
            Style::Codes(codes) => {
                text.push_str(codes.get(value)?);
                true
            }
        };
        done.then_some(text)
    }

    /// Whether the transforms make the value again, for forms in which not every value survives.
    fn reads(&self, written: &str, value: &str) -> bool {
        match self {
            Style::HalfKana => {
                let mut full = String::new();
                utsushi_text::kana_to_full_width(written, utsushi_text::KanaOptions::default(), &mut full);
                full == value
            }
            Style::EraLetter | Style::EraDigit | Style::EraKanji => value >= "18730101",
            _ => true,
        }
    }

    /// The steps of the mapping, and the code table it needs: name and lines.
    pub fn steps(&self, slug: &str) -> (String, Option<String>) {
        match self {
            Style::Plain | Style::Commas => ("[\"trim\"]".to_owned(), None),
            Style::HalfKana => ("[\"trim\", \"kana\"]".to_owned(), None),
            Style::EraLetter | Style::EraDigit | Style::EraKanji | Style::Zeros => {
                ("[\"trim\", \"wareki\"]".to_owned(), None)
            }
            Style::Codes(codes) => {
                let mut table = format!("\n[code.{slug}]\n");
                for (value, own) in codes {
                    let _ = writeln!(table, "\"{own}\" = \"{value}\"");
                }
                (format!("[\"trim\", {{ code = \"{slug}\" }}]"), Some(table))
            }
        }
    }
}
