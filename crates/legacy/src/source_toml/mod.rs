//! The source definition as people write it.

mod csv;
mod deleted;
mod fixed;
mod keys;
mod types;

use crate::{SourceDefinition, Utf16};
use std::collections::HashMap;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_text::Charset;

impl SourceDefinition {
    /// Reads a source definition. `path` is only named in problems.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with line, column and the word that was probably meant. A syntax error, a
    /// missing key or a value of the wrong type hides what comes after.
    pub fn from_toml(path: &Path, text: &str) -> Result<SourceDefinition, Problems> {
        let mut reader = Reader { path, text, problems: Problems::default() };
        let definition = match keys::format(text).as_deref() {
            Some("fixed") => {
                reader.unknown_keys(&keys::FIXED);
                let written = reader.problems.take(from_toml(path, text));
                written.and_then(|written| reader.fixed(&written))
            }
            _ => {
                reader.unknown_keys(&keys::CSV);
                let written = reader.problems.take(from_toml(path, text));
                written.and_then(|written| reader.csv(&written))
            }
        };
        let definition = definition.map(|definition| reader.deleted(definition));
        reader.problems.finish()?;
        // Without a problem there is a definition.
        definition.ok_or_else(Problems::default)
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    problems: Problems,
}

impl Reader<'_> {
    fn report(&mut self, offset: usize, problem: Problem) {
        self.problems.push(problem.at(self.path).offset(self.text, offset));
    }

    /// One word of a few.
    fn word<T: Copy>(&mut self, key: &str, word: &Spanned<String>, known: &[(&str, T)]) -> Option<T> {
        let written = word.get_ref();
        let found = known.iter().find(|(name, _)| name == written).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let list = names.join(", ");
            let problem = problem!(
                "{key} の値「{written}」は使えません ({list} のどれか)",
                "{key} cannot be \"{written}\"; it is one of: {list}"
            );
            self.report(word.span().start, problem.suggest(did_you_mean(written, names)));
        }
        found
    }

    fn number(&mut self, key: &str, number: &Spanned<i64>, most: usize, least: usize) -> Option<usize> {
        let value = *number.get_ref();
        let fits = usize::try_from(value).ok().filter(|value| (least..=most).contains(value));
        if fits.is_none() {
            let problem = problem!(
                "{key} は {least} から {most} までの整数です ({value} は使えません)",
                "{key} is a whole number from {least} to {most}, not {value}"
            );
            self.report(number.span().start, problem);
        }
        fits
    }

    /// The charset of a file of fixed width: UTF-16 is none, as its characters have no bytes of their own to count by.
    fn charset_of_bytes(&mut self, word: &Spanned<String>) -> Option<Charset> {
        let written = word.get_ref();
        if Utf16::from_name(written).is_none() {
            return self.charset(word);
        }
        let problem = problem!(
            "固定長のファイルの UTF-16 は読めません (charset の値「{written}」)",
            "files of fixed width in UTF-16 cannot be read (charset \"{written}\")"
        );
        self.report(
            word.span().start,
            problem.help(
                "元のシステムから cp932 の固定長、または CSV で出力し直してください。CSV なら UTF-16 も読めます",
                "export it again in cp932, or as CSV, which may be UTF-16",
            ),
        );
        None
    }

    /// The charset in which the file is cut and read: of UTF-16, which is transcoded, UTF-8.
    fn charset(&mut self, word: &Spanned<String>) -> Option<Charset> {
        let written = word.get_ref();
        if Utf16::from_name(written).is_some() {
            return Some(Charset::Utf8);
        }
        let charset = Charset::from_name(written);
        if charset.is_none() {
            let known = || {
                let bytes = Charset::ALL.iter().filter(|known| known.is_cut_on_bytes());
                bytes.map(|known| known.name()).chain(["utf-16", "utf-16le", "utf-16be"])
            };
            let list = known().collect::<Vec<_>>().join(", ");
            let problem = problem!(
                "charset の値「{written}」は使えません ({list} のどれか)",
                "charset cannot be \"{written}\"; it is one of: {list}"
            );
            // What most people call cp932 is near it in meaning, not in letters.
            let meant = match written.to_lowercase().replace(['-', '_'], "").as_str() {
                "shiftjis" | "sjis" | "xsjis" | "cp943" => Some("cp932".to_owned()),
                "eucjpwin" | "cp51932" => Some("eucjp-ms".to_owned()),
                "utf16" | "unicode" => Some("utf-16".to_owned()),
                _ => did_you_mean(written, known()),
            };
            self.report(word.span().start, problem.suggest(meant));
        }
        charset
    }

    /// Field names, each of which may stand once. `seen` holds those before, with their positions from 1.
    fn name(&mut self, name: &str, nth: usize, offset: usize, seen: &mut HashMap<String, usize>) {
        if name.trim().is_empty() {
            let problem = problem!("{nth} 番目の項目名が空です", "the name of field {nth} is empty");
            self.report(offset, problem);
        } else if let Some(first) = seen.insert(name.to_owned(), nth) {
            let problem = problem!(
                "項目名「{name}」が重複しています ({first} 番目と {nth} 番目)",
                "two fields are called \"{name}\": {first} and {nth}"
            );
            self.report(offset, problem);
        }
    }
}
