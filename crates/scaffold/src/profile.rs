//! What the fields of a vendor's file hold.

use std::collections::BTreeMap;
use std::io::{self, Read};
use utsushi_findings::{Problem, problem};
use utsushi_inspect::{Field, FieldProfile};
use utsushi_legacy::{Cutter, HEADER_MAX, Header, Records, SourceDefinition};
use utsushi_text::trim;

/// Records that are looked at, at most.
pub const RECORDS_MAX: u64 = 100_000;

/// A field with more different values than this is no code.
pub(crate) const FEW: usize = 60;

/// A value of more characters than this is no code.
const CODE_LONGEST: usize = 20;

/// What the fields hold, over the records that were looked at.
pub struct Profiles {
    /// For each type of record (one, where there are no types), for each field of the definition.
    types: Vec<Vec<Content>>,
    /// Records that were looked at.
    pub records: u64,
    /// Of them, those that could not be cut into fields.
    pub broken: u64,
}

/// What one field holds.
#[derive(Debug)]
pub(crate) struct Content {
    pub field: Field,
    /// Its values with their counts, where there are few and they are short.
    pub values: Option<BTreeMap<String, u64>>,
    /// Values of zeros only, and of nines only, of six to eight digits: what stands for no date.
    pub zeros: u64,
    pub nines: u64,
    /// The greatest year of six-digit values, as a date without an era would have it.
    pub two_digit_year: Option<u8>,
    /// Values of ASCII with a hyphen.
    pub hyphens: u64,
    /// Values of digits, letters and hyphens of full width only.
    pub full_width: u64,
}

#[derive(Default)]
struct Counting {
    profile: FieldProfile,
    values: BTreeMap<String, u64>,
    many: bool,
    zeros: u64,
    nines: u64,
    two_digit_year: Option<u8>,
    hyphens: u64,
    full_width: u64,
}

impl Counting {
    fn add(&mut self, text: &str) {
        self.profile.add(text);
        let value = trim(text);
        if value.is_empty() {
            return;
        }
        if !self.many {
            if let Some(count) = self.values.get_mut(value) {
                *count += 1;
            } else if self.values.len() < FEW && value.chars().count() <= CODE_LONGEST {
                self.values.insert(value.to_owned(), 1);
            } else {
                self.many = true;
                self.values.clear();
            }
        }
        let only = |digit| value.bytes().all(|byte| byte == digit);
        let filler = (6..=8).contains(&value.len());
        self.zeros += u64::from(filler && only(b'0'));
        self.nines += u64::from(filler && only(b'9'));
        if value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_digit()) && !only(b'9') {
            self.two_digit_year = self.two_digit_year.max(value[..2].parse().ok());
        }
        self.hyphens += u64::from(value.is_ascii() && value.contains('-'));
        self.full_width += u64::from(
            value.chars().all(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '\u{3000}')),
        );
    }

    fn finish(self, name: &str) -> Content {
        Content {
            field: self.profile.finish(name),
            values: (!self.many).then_some(self.values),
            zeros: self.zeros,
            nines: self.nines,
            two_digit_year: self.two_digit_year,
            hyphens: self.hyphens,
            full_width: self.full_width,
        }
    }
}

impl Profiles {
    /// Reads the first [`RECORDS_MAX`] records of a file that `source` describes. Its memory does not grow with the file.
    ///
    /// # Errors
    /// The file cannot be read, or does not begin as the definition says. The caller adds the path.
    pub fn read(mut file: impl Read, source: &SourceDefinition) -> Result<Profiles, Problem> {
        let io = |error: io::Error| problem!("読めません ({error})", "cannot be read ({error})");
        let mut first = Vec::new();
        file.by_ref().take(HEADER_MAX as u64).read_to_end(&mut first).map_err(io)?;
        let at_end = first.len() < HEADER_MAX;
        let header = Header::read(source, &first, at_end)?;
        let mut cutter = Cutter::new(io::Cursor::new(first).chain(file), source, header.bytes);
        let of_type = || source.fields.iter().map(|_| Counting::default()).collect::<Vec<_>>();
        let mut types: Vec<Vec<Counting>> =
            (0..source.record_types().len().max(1)).map(|_| of_type()).collect();
        let (mut records, mut text) = (Records::default(), String::new());
        let (mut seen, mut broken, mut reuse) = (0, 0, None);
        'file: while let Some(chunk) = cutter.next_chunk(reuse.take()).map_err(io)? {
            records.parse(source, &header, &chunk);
            for record in 0..records.len() {
                if seen == RECORDS_MAX {
                    break 'file;
                }
                seen += 1;
                if records.spans()[record].broken.is_some() {
                    broken += 1;
                    continue;
                }
                let kind = records.record_type(record);
                let counted = &mut types[kind.unwrap_or(0)];
                for (field, counting) in counted.iter_mut().enumerate() {
                    let of = source.fields[field].record_type;
                    if of.is_some() && of != kind {
                        continue;
                    }
                    for nth in 0..source.times(field) {
                        text.clear();
                        let found = records.field_in(&chunk, record, field, nth);
                        match source.decode(field, &found, &mut text) {
                            Ok(()) => counting.add(&text),
                            Err(_) => counting.profile.add_undecodable(),
                        }
                    }
                }
            }
            reuse = Some(chunk.data);
        }
        let named = |counted: Vec<Counting>| {
            counted.into_iter().zip(&source.fields).map(|(one, field)| one.finish(&field.name)).collect()
        };
        Ok(Profiles { types: types.into_iter().map(named).collect(), records: seen, broken })
    }

    /// What a field holds in records of a type.
    pub(crate) fn content(&self, record_type: Option<usize>, field: usize) -> Option<&Content> {
        self.types.get(record_type.unwrap_or(0))?.get(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_file_is_read_as_its_definition_cuts_it() {
        let source = SourceDefinition::from_toml(
            Path::new("s.toml"),
            "format = \"csv\"\ncharset = \"utf-8\"\nheader = 1\nfields = [\"番号\", \"生年月日\", \"区分\"]\n",
        )
        .unwrap();
        let mut file = "区分,番号,生年月日\n".to_owned();
        for nth in 0..30 {
            file += &format!("{},{nth:05},{}\n", nth % 2, if nth == 0 { "999999" } else { "550401" });
        }
        file += "too,few\n";
        let profiles = Profiles::read(file.as_bytes(), &source).unwrap();
        assert_eq!((profiles.records, profiles.broken), (31, 1));
        let of = |field| profiles.content(None, field).unwrap();
        assert!(of(0).field.is_unique() && of(0).values.is_some());
        assert_eq!((of(1).nines, of(1).two_digit_year), (1, Some(55)));
        assert_eq!(of(2).values.as_ref().unwrap().get("1"), Some(&15));
        assert!(Profiles::read(&b"other\nnames\n"[..], &source).is_err());
    }
}
