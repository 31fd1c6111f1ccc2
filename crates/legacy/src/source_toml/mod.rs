//! The source definition as people write it.

mod csv;
mod deleted;
mod fixed;
mod keys;
mod types;

use crate::SourceDefinition;
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

    fn charset(&mut self, word: &Spanned<String>) -> Option<Charset> {
        let written = word.get_ref();
        let charset = Charset::from_name(written);
        let utf16 = charset.is_some_and(|charset| !charset.is_cut_on_bytes())
            || written.to_lowercase().replace(['-', '_'], "").starts_with("utf16");
        if utf16 {
            let problem = problem!(
                "UTF-16 のファイルはまだ読めません (charset の値「{written}」)",
                "files in UTF-16 cannot be read yet (charset \"{written}\")"
            );
            self.report(
                word.span().start,
                problem.help(
                    "UTF-8 に変換してから charset = \"utf-8\" とします。文字は変わりません: iconv -f UTF-16 -t UTF-8、または PowerShell の Set-Content -Encoding utf8",
                    "convert it to UTF-8 and say charset = \"utf-8\"; no character changes: iconv -f UTF-16 -t UTF-8, or Set-Content -Encoding utf8 in PowerShell",
                ),
            );
            return None;
        }
        if charset.is_none() {
            let known =
                || Charset::ALL.iter().filter(|known| known.is_cut_on_bytes()).map(|known| known.name());
            let list = known().collect::<Vec<_>>().join(", ");
            let problem = problem!(
                "charset の値「{written}」は使えません ({list} のどれか)",
                "charset cannot be \"{written}\"; it is one of: {list}"
            );
            // What most people call cp932 is near it in meaning, not in letters.
            let meant = match written.to_lowercase().replace(['-', '_'], "").as_str() {
                "shiftjis" | "sjis" | "xsjis" | "cp943" => Some("cp932".to_owned()),
                "eucjpwin" | "cp51932" => Some("eucjp-ms".to_owned()),
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
