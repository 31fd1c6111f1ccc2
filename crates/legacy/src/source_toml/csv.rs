//! `format = "csv"`.

use super::Reader;
use super::types::{WrittenTrailer, WrittenTypes};
use crate::record_types::Spot;
use crate::{
    CsvDialect, FieldKind, Format, Group, HeaderNames, LINE_MAX, LineEnd, QuoteRule, SourceDefinition,
    SourceField, Utf16,
};
use serde::Deserialize;
use serde::de::{self, MapAccess, Visitor, value::MapAccessDeserializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use toml::Spanned;
use utsushi_findings::{did_you_mean, problem};

/// The longest record that `multiline` looks for where the definition does not say: 64 KiB.
const MAX_RECORD: usize = 65536;

#[derive(Deserialize)]
pub(super) struct Written {
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
    record_type: Option<Spanned<WrittenTypes>>,
    trailer: Option<Spanned<WrittenTrailer>>,
    #[serde(default)]
    group: Vec<Spanned<WrittenGroup>>,
}

#[derive(Deserialize)]
struct WrittenGroup {
    name: Spanned<String>,
    fields: Spanned<BTreeMap<Spanned<String>, Occurrences>>,
}

/// `["児童氏名1", "児童氏名2"]`: the columns that hold a field of a group, one after the other.
type Occurrences = Spanned<Vec<Spanned<String>>>;

/// `"氏名"` or `{ name = "予備1", note = "…" }`.
struct WrittenField {
    name: String,
    note: String,
    bytes: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    name: String,
    #[serde(default)]
    note: String,
    bytes: Option<Spanned<i64>>,
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
                Ok(WrittenField { name: name.to_owned(), note: String::new(), bytes: None })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WrittenField, A::Error> {
                let FieldTable { name, note, bytes } =
                    FieldTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(WrittenField { name, note, bytes })
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}

impl Reader<'_> {
    pub(super) fn csv(&mut self, written: &Written) -> Option<SourceDefinition> {
        let format = self.word("format", &written.format, &[("csv", ()), ("fixed", ())]);
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
        let header_names = self.header_names(written, header);
        if let (true, Some(QuoteRule::Never), Some(word)) = (written.multiline, quote, &written.quote) {
            let problem = problem!(
                "multiline = true と quote = \"never\" は一緒に使えません (値の中の改行は引用符で囲まれます)",
                "multiline = true cannot go with quote = \"never\": only quotes can enclose a line end"
            );
            self.report(word.span().start, problem);
        }
        let max_record = self.max_record(written);
        let mut fields = self.fields(&written.fields);
        let columns = fields.clone().unwrap_or_default();
        let types = written.record_type.as_ref().map(|types| {
            let at =
                self.column("record_type", ("field", &types.get_ref().field), &columns, types.span().start);
            self.record_types(types, at.map(Spot::Field), charset)
        });
        let mut types = types.map(Option::unwrap_or_default);
        if let Some(trailer) = &written.trailer {
            let count = &trailer.get_ref().count_field;
            let at = self.column("trailer", ("count_field", count), &columns, trailer.span().start);
            self.trailer(trailer, at.map(Spot::Field), types.as_mut());
        }
        let groups = self.csv_groups(&written.group, &columns, fields.as_mut());
        format?;
        Some(SourceDefinition {
            charset: charset?,
            utf16: Utf16::from_name(written.charset.get_ref()),
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
            groups,
            deleted: None,
            record_types: types.unwrap_or_default(),
        })
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
        let mut seen = HashMap::new();
        for (nth, field) in written.get_ref().iter().enumerate() {
            let WrittenField { name, note, bytes } = field.get_ref();
            self.name(name, nth + 1, field.span().start, &mut seen);
            let holds = bytes.as_ref().and_then(|bytes| self.number("bytes", bytes, LINE_MAX, 1));
            fields.push(SourceField { holds, ..text_field(name.clone(), note.clone(), None) });
        }
        Some(fields)
    }

    /// The column that a key of a table names.
    fn column(
        &mut self,
        table: &str,
        (key, name): (&str, &Option<Spanned<String>>),
        columns: &[SourceField],
        offset: usize,
    ) -> Option<usize> {
        let Some(name) = name else {
            let problem = problem!("[{table}] には {key} が要ります", "[{table}] needs {key}");
            self.report(offset, problem);
            return None;
        };
        self.column_called(name, columns)
    }

    fn column_called(&mut self, name: &Spanned<String>, columns: &[SourceField]) -> Option<usize> {
        let written = name.get_ref();
        let found = columns.iter().position(|field| field.name == *written);
        if found.is_none() && !columns.is_empty() {
            let problem =
                problem!("項目「{written}」は fields にありません", "\"{written}\" is not among fields");
            let names = columns.iter().map(|field| field.name.as_str());
            self.report(name.span().start, problem.suggest(did_you_mean(written, names)));
        }
        found
    }

    /// Groups, whose fields are added to `fields`.
    fn csv_groups(
        &mut self,
        written: &[Spanned<WrittenGroup>],
        columns: &[SourceField],
        mut fields: Option<&mut Vec<SourceField>>,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut seen: HashMap<String, usize> =
            columns.iter().enumerate().map(|(nth, field)| (field.name.clone(), nth + 1)).collect();
        let mut nth = columns.len();
        for group in written {
            let WrittenGroup { name, fields: members } = group.get_ref();
            self.group_name(name, &groups);
            let mut in_order: Vec<_> = members.get_ref().iter().collect();
            in_order.sort_by_key(|(field, _)| field.span().start);
            let times = in_order.first().map_or(0, |(_, columns)| columns.get_ref().len());
            if times == 0 {
                let problem = problem!("[[group]] の fields が空です", "the fields of a [[group]] are empty");
                self.report(members.span().start, problem);
            }
            let mut made = Group { name: name.get_ref().clone(), times, fields: vec![], members: vec![] };
            for (field, names) in in_order {
                let full_name = format!("{}.{}", name.get_ref(), field.get_ref());
                self.name(&full_name, nth + 1, field.span().start, &mut seen);
                if names.get_ref().len() != times {
                    let actual = names.get_ref().len();
                    let problem = problem!(
                        "「{full_name}」の項目は {times} 個のはずですが {actual} 個あります",
                        "\"{full_name}\" should have {times} fields and has {actual}"
                    );
                    self.report(names.span().start, problem);
                }
                let found = names.get_ref().iter().map(|name| self.column_called(name, columns));
                made.members.push(found.flatten().map(|column| column as u32).collect());
                made.fields.push(nth);
                nth += 1;
                if let Some(fields) = &mut fields {
                    fields.push(text_field(full_name, String::new(), Some(groups.len())));
                }
            }
            groups.push(made);
        }
        groups
    }
}

fn text_field(name: String, note: String, group: Option<usize>) -> SourceField {
    SourceField {
        name,
        note,
        kind: FieldKind::Text,
        decimals: 0,
        blank_is_zero: false,
        zero_is_blank: false,
        record_type: None,
        group,
        place: None,
        holds: None,
    }
}
