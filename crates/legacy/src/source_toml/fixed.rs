//! `format = "fixed"`.

use super::Reader;
use super::types::{KINDS, WrittenTrailer, WrittenTypes};
use crate::numbers::NUMBER_BYTES_MAX;
use crate::record_types::{RecordTypes, Spot};
use crate::{
    FieldKind, FixedLayout, Format, Group, HEADER_MAX, LineEnd, Padding, Place, RECORD_LENGTH_MAX,
    SourceDefinition, SourceField,
};
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;
use utsushi_findings::problem;

/// The most decimals a number may have: as many as COBOL's numbers have digits.
const DECIMALS_MAX: usize = 18;

/// The most often a group may stand in a record.
const TIMES_MAX: usize = 1000;

#[derive(Deserialize)]
pub(super) struct Written {
    charset: Spanned<String>,
    record_length: Spanned<i64>,
    line_end: Option<Spanned<String>>,
    header: Option<Spanned<i64>>,
    padding: Option<Spanned<String>>,
    record_type: Option<Spanned<WrittenTypes>>,
    trailer: Option<Spanned<WrittenTrailer>>,
    #[serde(default)]
    field: Vec<Spanned<WrittenField>>,
    #[serde(default)]
    group: Vec<Spanned<WrittenGroup>>,
}

#[derive(Deserialize)]
struct WrittenField {
    name: Spanned<String>,
    #[serde(default)]
    note: String,
    at: Option<Spanned<i64>>,
    bytes: Spanned<i64>,
    kind: Option<Spanned<String>>,
    decimals: Option<Spanned<i64>>,
    #[serde(default)]
    blank_is_zero: bool,
    zero_is_blank: Option<Spanned<bool>>,
    of: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct WrittenGroup {
    name: Spanned<String>,
    of: Option<Spanned<String>>,
    at: Spanned<i64>,
    times: Spanned<i64>,
    bytes: Spanned<i64>,
    #[serde(default)]
    field: Vec<Spanned<WrittenField>>,
}

/// Where a field without `at` begins.
#[derive(Clone, Copy)]
enum Follows {
    /// After this many bytes.
    After(usize),
    /// That depends on the record's type.
    Unclear,
    /// What it follows has a problem.
    Unknown,
}

impl Reader<'_> {
    pub(super) fn fixed(&mut self, written: &Written) -> Option<SourceDefinition> {
        let charset = self.charset_of_bytes(&written.charset);
        let length = self.number("record_length", &written.record_length, RECORD_LENGTH_MAX, 1);
        let line_end = match &written.line_end {
            None => Some(None),
            Some(word) => self.word(
                "line_end",
                word,
                &[
                    ("none", None),
                    ("auto", Some(LineEnd::Auto)),
                    ("crlf", Some(LineEnd::Crlf)),
                    ("lf", Some(LineEnd::Lf)),
                    ("cr", Some(LineEnd::Cr)),
                ],
            ),
        };
        let header = self.fixed_header(written, length, line_end);
        let padding = match &written.padding {
            None => Some(Padding::Both),
            Some(word) => self.word(
                "padding",
                word,
                &[("20", Padding::Half), ("8140", Padding::Full), ("both", Padding::Both)],
            ),
        };
        // A length that cannot be read is told once.
        let known_length = length.unwrap_or(RECORD_LENGTH_MAX);
        let types = written.record_type.as_ref().map(|types| {
            let (at, bytes) = (&types.get_ref().at, &types.get_ref().bytes);
            let at = self.spot("record_type", ("at", at), ("bytes", bytes), known_length, types.span().start);
            self.record_types(types, at, charset)
        });
        let mut types = types.map(Option::unwrap_or_default);
        if let Some(trailer) = &written.trailer {
            let (at, bytes) = (&trailer.get_ref().count_at, &trailer.get_ref().count_bytes);
            let offset = trailer.span().start;
            let at = self.spot("trailer", ("count_at", at), ("count_bytes", bytes), known_length, offset);
            self.trailer(trailer, at, types.as_mut());
        }
        let mut fields = Vec::new();
        let mut seen = HashMap::new();
        self.fixed_fields(&written.field, types.as_ref(), known_length, &mut fields, &mut seen);
        let groups = self.groups(&written.group, types.as_ref(), known_length, &mut fields, &mut seen);
        if written.field.is_empty() && written.group.is_empty() {
            self.report(0, problem!("[[field]] が一つもありません", "there is no [[field]]"));
        }
        Some(SourceDefinition {
            charset: charset?,
            utf16: None,
            format: Format::Fixed(FixedLayout {
                record_length: length?,
                line_end: line_end?,
                header: header?,
                padding: padding?,
            }),
            fields,
            groups,
            deleted: None,
            record_types: types.unwrap_or_default(),
        })
    }

    fn fixed_header(
        &mut self,
        written: &Written,
        length: Option<usize>,
        line_end: Option<Option<LineEnd>>,
    ) -> Option<u8> {
        let Some(number) = &written.header else {
            return Some(0);
        };
        let header = self.number("header", number, 9, 0)?;
        let kib = HEADER_MAX >> 10;
        // A byte order mark may stand before it.
        if line_end == Some(None) && length.is_some_and(|length| header * length + 4 > HEADER_MAX) {
            let problem = problem!(
                "header のレコードが {kib} KiB を超えます",
                "the header records are more than {kib} KiB"
            );
            self.report(number.span().start, problem);
        }
        Some(header as u8)
    }

    /// A stretch of the record, which must be declared whole.
    fn spot(
        &mut self,
        table: &str,
        (at_key, at): (&str, &Option<Spanned<i64>>),
        (bytes_key, bytes): (&str, &Option<Spanned<i64>>),
        length: usize,
        offset: usize,
    ) -> Option<Spot> {
        let (Some(at), Some(bytes)) = (at, bytes) else {
            let problem = problem!(
                "[{table}] には {at_key} と {bytes_key} が要ります",
                "[{table}] needs {at_key} and {bytes_key}"
            );
            self.report(offset, problem);
            return None;
        };
        let start = self.number(at_key, at, length, 1);
        let count = self.number(bytes_key, bytes, length, 1);
        let (start, count) = (start? - 1, count?);
        self.within(table, start, count, ("record_length", length), bytes.span().start)?;
        Some(Spot::Bytes { at: start, bytes: count })
    }

    /// Whether a stretch lies within what it should.
    fn within(
        &mut self,
        name: &str,
        at: usize,
        bytes: usize,
        (key, length): (&str, usize),
        offset: usize,
    ) -> Option<()> {
        let (first, last) = (at + 1, at + bytes);
        if last <= length {
            return Some(());
        }
        let problem = problem!(
            "「{name}」の {first}〜{last} バイト目が {key} = {length} を超えています",
            "\"{name}\" has bytes {first} to {last}, beyond {key} = {length}"
        );
        self.report(offset, problem);
        None
    }

    fn fixed_fields(
        &mut self,
        written: &[Spanned<WrittenField>],
        types: Option<&RecordTypes>,
        length: usize,
        fields: &mut Vec<SourceField>,
        seen: &mut HashMap<String, usize>,
    ) {
        // Where the field before ends that records of a type have, and for those before any type where all do.
        let mut common = Follows::After(0);
        let mut of_type: HashMap<Option<usize>, Follows> = HashMap::new();
        for field in written {
            let WrittenField { name, of, .. } = field.get_ref();
            let record_type = self.of(of.as_ref(), types);
            let follows = match of {
                None if of_type.is_empty() => common,
                None => Follows::Unclear,
                Some(_) => of_type.get(&record_type).copied().unwrap_or(common),
            };
            let made = self.field(field, name.get_ref().clone(), follows, ("record_length", length), seen);
            let next = made.place.map_or(Follows::Unknown, |place| Follows::After(place.at + place.bytes));
            if of.is_some() {
                of_type.insert(record_type, next);
            } else {
                common = next;
                of_type.clear();
            }
            fields.push(SourceField { record_type, ..made });
        }
    }

    fn groups(
        &mut self,
        written: &[Spanned<WrittenGroup>],
        types: Option<&RecordTypes>,
        length: usize,
        fields: &mut Vec<SourceField>,
        seen: &mut HashMap<String, usize>,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for group in written {
            let WrittenGroup { name, of, at, times, bytes, field } = group.get_ref();
            self.group_name(name, &groups);
            let record_type = self.of(of.as_ref(), types);
            let start = self.number("at", at, length, 1).map(|at| at - 1);
            let stride = self.number("bytes", bytes, length, 1);
            let number_of_times = self.number("times", times, TIMES_MAX, 1);
            if let (Some(start), Some(stride), Some(times)) = (start, stride, number_of_times) {
                let offset = bytes.span().start;
                self.within(name.get_ref(), start, stride * times, ("record_length", length), offset);
            }
            if field.is_empty() {
                let problem = problem!("[[group.field]] がありません", "the group has no [[group.field]]");
                self.report(group.span().start, problem);
            }
            let first = fields.len();
            let mut follows = Follows::After(0);
            for field in field {
                let full_name = format!("{}.{}", name.get_ref(), field.get_ref().name.get_ref());
                if field.get_ref().name.get_ref().trim().is_empty() {
                    let problem = problem!("項目名が空です", "the name of a field is empty");
                    self.report(field.get_ref().name.span().start, problem);
                }
                let within = ("bytes", stride.unwrap_or(length));
                let field = self.field(field, full_name, follows, within, seen);
                follows =
                    field.place.map_or(Follows::Unknown, |place| Follows::After(place.at + place.bytes));
                let in_record = |place: Place| Place {
                    at: place.at + start.unwrap_or_default(),
                    stride: stride.unwrap_or_default(),
                    ..place
                };
                let place = field.place.map(in_record);
                fields.push(SourceField { record_type, group: Some(groups.len()), place, ..field });
            }
            groups.push(Group {
                name: name.get_ref().clone(),
                times: number_of_times.unwrap_or(1),
                fields: (first..fields.len()).collect(),
                members: Vec::new(),
            });
        }
        groups
    }

    /// A field; its place is from the beginning of what it stands in, and `None` only where there was a problem.
    fn field(
        &mut self,
        written: &Spanned<WrittenField>,
        name: String,
        follows: Follows,
        within: (&str, usize),
        seen: &mut HashMap<String, usize>,
    ) -> SourceField {
        let field = written.get_ref();
        let offset = field.name.span().start;
        self.name(&name, seen.len() + 1, offset, seen);
        let at = match (&field.at, follows) {
            (Some(at), _) => self.number("at", at, within.1, 1).map(|at| at - 1),
            (None, Follows::After(at)) => Some(at),
            (None, Follows::Unknown) => None,
            (None, Follows::Unclear) => {
                let problem = problem!(
                    "「{name}」には at が要ります (前の項目の位置がレコード種別によって違います)",
                    "\"{name}\" needs at: the field before it is not in records of every type"
                );
                self.report(offset, problem);
                None
            }
        };
        let bytes = self.number("bytes", &field.bytes, within.1, 1);
        let place = at.zip(bytes).and_then(|(at, bytes)| {
            self.within(&name, at, bytes, within, field.bytes.span().start)?;
            Some(Place { at, bytes, stride: 0 })
        });
        let kind = field.kind.as_ref().and_then(|word| self.word("kind", word, &KINDS)).unwrap_or_default();
        if matches!(kind, FieldKind::Zoned | FieldKind::Packed) && bytes > Some(NUMBER_BYTES_MAX) {
            let problem = problem!(
                "zoned・packed の項目は {NUMBER_BYTES_MAX} バイトまでです",
                "a zoned or packed field has at most {NUMBER_BYTES_MAX} bytes"
            );
            self.report(field.bytes.span().start, problem);
        }
        let decimals = field.decimals.as_ref().and_then(|number| {
            if kind == FieldKind::Text && field.kind.as_ref().is_none_or(|word| word.get_ref() == "text") {
                let problem = problem!(
                    "decimals は kind = \"zoned\"・\"packed\"・\"number\" の項目だけで使えます",
                    "decimals goes only with kind = \"zoned\", \"packed\" or \"number\""
                );
                self.report(number.span().start, problem);
            }
            self.number("decimals", number, DECIMALS_MAX, 0)
        });
        let zero_is_blank = field.zero_is_blank.as_ref().is_some_and(|word| *word.get_ref());
        if let (true, true, Some(word)) = (field.blank_is_zero, zero_is_blank, &field.zero_is_blank) {
            let problem = problem!(
                "blank_is_zero と zero_is_blank は一緒に使えません",
                "blank_is_zero cannot go with zero_is_blank"
            );
            self.report(word.span().start, problem);
        }
        SourceField {
            name,
            note: field.note.clone(),
            kind,
            decimals: decimals.unwrap_or_default() as u8,
            blank_is_zero: field.blank_is_zero,
            zero_is_blank,
            record_type: None,
            group: None,
            place,
            holds: None,
        }
    }

    /// The name of a group, which may stand once.
    pub(super) fn group_name(&mut self, name: &Spanned<String>, groups: &[Group]) {
        let written = name.get_ref();
        if written.trim().is_empty() {
            let problem = problem!("[[group]] の名前が空です", "the name of a [[group]] is empty");
            self.report(name.span().start, problem);
        } else if groups.iter().any(|group| group.name == *written) {
            let problem =
                problem!("[[group]]「{written}」が重複しています", "two groups are called \"{written}\"");
            self.report(name.span().start, problem);
        }
    }
}
