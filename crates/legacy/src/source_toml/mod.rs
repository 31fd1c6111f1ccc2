//! The source definition as people write it.

use crate::{CsvDialect, Format, HeaderNames, LINE_MAX, LineEnd, QuoteRule, SourceDefinition, SourceField};
use serde::Deserialize;
use serde::de::{self, MapAccess, Visitor, value::MapAccessDeserializer};
use std::fmt;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_text::Charset;

/// The keys of the file, in the order in which the documentation lists them.
const KEYS: [&str; 10] = [
    "format",
    "charset",
    "delimiter",
    "quote",
    "line_end",
    "header",
    "header_names",
    "multiline",
    "max_record",
    "fields",
];

/// The longest record that `multiline` looks for where the definition does not say: 64 KiB.
const MAX_RECORD: usize = 65536;

#[derive(Deserialize)]
struct Written {
    format: Spanned<String>,
    charset: Spanned<String>,
    delimiter: Option<Spanned<String>>,
    quote: Option<Spanned<String>>,
    line_end: Option<Spanned<String>>,
    header: Option<Spanned<i64>>,
    header_names: Option<Spanned<String>>,
    #[serde(default)]
    multiline: bool,
    max_record: Option<Spanned<i64>>,
    fields: Spanned<Vec<Spanned<WrittenField>>>,
}

/// `"氏名"` or `{ name = "予備1", note = "…" }`.
struct WrittenField {
    name: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    name: String,
    #[serde(default)]
    note: String,
}

impl<'de> Deserialize<'de> for WrittenField {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;
        impl<'de> Visitor<'de> for NameOrTable {
            type Value = WrittenField;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name or { name = \"…\", note = \"…\" }")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<WrittenField, E> {
                Ok(WrittenField { name: name.to_owned(), note: String::new() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WrittenField, A::Error> {
                let FieldTable { name, note } = FieldTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(WrittenField { name, note })
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}

impl SourceDefinition {
    /// Reads a source definition. `path` is only named in problems.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with line, column and the word that was probably meant. A syntax error, a
    /// missing key or a value of the wrong type hides what comes after.
    pub fn from_toml(path: &Path, text: &str) -> Result<SourceDefinition, Problems> {
        let mut reader = Reader { path, text, problems: Problems::default() };
        reader.unknown_keys();
        let written = reader.problems.take(from_toml::<Written>(path, text));
        let definition = written.and_then(|written| reader.definition(written));
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

    fn unknown_keys(&mut self) {
        // What is no TOML at all is reported where it is read.
        let Ok(table) = toml::de::DeTable::parse(self.text) else {
            return;
        };
        for key in table.get_ref().keys() {
            let name: &str = key.get_ref();
            if !KEYS.contains(&name) {
                let problem = problem!("不明なキー {name} があります", "unknown key {name}");
                self.report(key.span().start, problem.suggest(did_you_mean(name, KEYS)));
            }
        }
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

    fn definition(&mut self, written: Written) -> Option<SourceDefinition> {
        let format = self.word("format", &written.format, &[("csv", ())]);
        let charset = self.charset(&written.charset);
        let delimiter = match &written.delimiter {
            None => Some(b','),
            Some(delimiter) => self.delimiter(delimiter),
        };
        let quote = match &written.quote {
            None => Some(QuoteRule::WhenNeeded),
            Some(word) => self.word(
                "quote",
                word,
                &[
                    ("always", QuoteRule::Always),
                    ("when-needed", QuoteRule::WhenNeeded),
                    ("never", QuoteRule::Never),
                ],
            ),
        };
        let line_end = match &written.line_end {
            None => Some(LineEnd::Auto),
            Some(word) => self.word(
                "line_end",
                word,
                &[("auto", LineEnd::Auto), ("crlf", LineEnd::Crlf), ("lf", LineEnd::Lf), ("cr", LineEnd::Cr)],
            ),
        };
        let header = match &written.header {
            None => Some(0),
            Some(number) => self.number("header", number, 9, 0).map(|header| header as u8),
        };
        let header_names = self.header_names(&written, header);
        if let (true, Some(QuoteRule::Never), Some(word)) = (written.multiline, quote, &written.quote) {
            let problem = problem!(
                "multiline = true と quote = \"never\" は一緒に使えません (値の中の改行は引用符で囲まれます)",
                "multiline = true cannot go with quote = \"never\": only quotes can enclose a line end"
            );
            self.report(word.span().start, problem);
        }
        let max_record = self.max_record(&written);
        let fields = self.fields(&written.fields);
        format?;
        Some(SourceDefinition {
            charset: charset?,
            format: Format::Csv(CsvDialect {
                delimiter: delimiter?,
                quote: quote?,
                line_end: line_end?,
                header: header?,
                header_names: header_names?,
                multiline: written.multiline,
                max_record: max_record?,
            }),
            fields: fields?,
        })
    }

    fn charset(&mut self, word: &Spanned<String>) -> Option<Charset> {
        let written = word.get_ref();
        let charset = Charset::from_name(written);
        if charset.is_none() {
            let known = || Charset::ALL.iter().map(|charset| charset.name());
            let list = known().collect::<Vec<_>>().join(", ");
            let problem = problem!(
                "charset の値「{written}」は使えません ({list} のどれか)",
                "charset cannot be \"{written}\"; it is one of: {list}"
            );
            // What most people call cp932 is near it in meaning, not in letters.
            let meant = match written.to_lowercase().replace(['-', '_'], "").as_str() {
                "shiftjis" | "sjis" | "xsjis" | "cp943" => Some("cp932".to_owned()),
                _ => did_you_mean(written, known()),
            };
            self.report(word.span().start, problem.suggest(meant));
        }
        charset
    }

    fn delimiter(&mut self, word: &Spanned<String>) -> Option<u8> {
        match word.get_ref().as_bytes() {
            b"tab" => Some(b'\t'),
            [byte] if !matches!(byte, b'"' | b'\r' | b'\n' | 0x1A | 0x80..) => Some(*byte),
            _ => {
                let problem = problem!(
                    "delimiter は ASCII 1文字か \"tab\" です (引用符・改行・^Z は使えません)",
                    "delimiter is one ASCII character or \"tab\", and no quote, line end or ^Z"
                );
                self.report(word.span().start, problem);
                None
            }
        }
    }

    fn header_names(&mut self, written: &Written, header: Option<u8>) -> Option<HeaderNames> {
        let Some(word) = &written.header_names else {
            return Some(HeaderNames::Match);
        };
        let names = self.word(
            "header_names",
            word,
            &[("match", HeaderNames::Match), ("ignore", HeaderNames::Ignore)],
        );
        if (names, header) == (Some(HeaderNames::Match), Some(0)) {
            let problem = problem!(
                "header_names = \"match\" には header = 1 以上が要ります",
                "header_names = \"match\" needs header = 1 or more"
            );
            self.report(word.span().start, problem);
        }
        names
    }

    fn max_record(&mut self, written: &Written) -> Option<usize> {
        let Some(number) = &written.max_record else {
            return Some(MAX_RECORD);
        };
        if !written.multiline {
            let problem = problem!(
                "max_record は multiline = true のときだけ使えます",
                "max_record goes only with multiline = true"
            );
            self.report(number.span().start, problem);
        }
        self.number("max_record", number, LINE_MAX, 1)
    }

    fn fields(&mut self, written: &Spanned<Vec<Spanned<WrittenField>>>) -> Option<Vec<SourceField>> {
        if written.get_ref().is_empty() {
            let problem = problem!("fields が空です", "fields is empty");
            self.report(written.span().start, problem);
            return None;
        }
        let mut fields: Vec<SourceField> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        for (nth, field) in written.get_ref().iter().enumerate() {
            let WrittenField { name, note } = field.get_ref();
            let nth = nth + 1;
            if name.trim().is_empty() {
                let problem = problem!("{nth} 番目の項目名が空です", "the name of field {nth} is empty");
                self.report(field.span().start, problem);
            } else if let Some(first) = seen.insert(name.as_str(), nth) {
                let problem = problem!(
                    "項目名「{name}」が重複しています ({first} 番目と {nth} 番目)",
                    "two fields are called \"{name}\": {first} and {nth}"
                );
                self.report(field.span().start, problem);
            }
            fields.push(SourceField { name: name.clone(), note: note.clone() });
        }
        Some(fields)
    }
}
