//! What a vendor's file looks like: the source definition.

use crate::fixed::FixedLayout;
use crate::record_types::{RecordTypes, Spot};
use crate::{Field, LineEnd, Utf16};
use utsushi_text::Charset;

/// How one kind of vendor file is cut into records and fields, and what the fields are called.
///
/// Read from `source/<name>.toml` by [`SourceDefinition::from_toml`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDefinition {
    /// How the bytes stand for characters; of a file in UTF-16 those that a [`Transcoder`](crate::Transcoder) gives: UTF-8.
    pub charset: Charset,
    /// Whether the file is in UTF-16.
    pub utf16: Option<Utf16>,
    /// How records and fields are framed.
    pub format: Format,
    /// The fields of a record in the order of the definition, those of groups last: at least one, every name once.
    pub fields: Vec<SourceField>,
    /// Which records the old system has marked as deleted, where it says so by a field.
    pub deleted: Option<DeletedFlag>,
    pub(crate) groups: Vec<Group>,
    pub(crate) record_types: RecordTypes,
}

/// The field by which the old system marks a record as deleted (論理削除).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedFlag {
    /// Its position in [`SourceDefinition::fields`]; it is in no group.
    pub field: usize,
    /// The values that mean "deleted", compared without the blanks around them: at least one, none of them blank.
    pub values: Vec<String>,
}

/// One field of the vendor's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceField {
    /// The name by which a mapping, and the file's header, call it; `児童.氏名` for a field of a group. Never empty.
    pub name: String,
    /// What people should know about it; empty where there is nothing to say.
    pub note: String,
    /// What its bytes hold.
    pub kind: FieldKind,
    /// How many of the digits are decimals, where the bytes hold a number without a decimal point: 0 to 18.
    pub decimals: u8,
    /// Whether a blank field holds the number zero.
    pub blank_is_zero: bool,
    /// Whether a field that holds zero is blank.
    pub zero_is_blank: bool,
    /// The type of the records that have it, as an index into [`SourceDefinition::record_types`]; `None` where all have.
    pub record_type: Option<usize>,
    /// The group it repeats with, as an index into [`SourceDefinition::groups`].
    pub group: Option<usize>,
    /// Where its bytes stand in a record of fixed width.
    pub place: Option<Place>,
    /// In CSV: how many bytes the old system's field holds, where the definition says so; at least 1.
    pub holds: Option<usize>,
}

/// Where a field stands in a record of fixed width.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Bytes of the record before it (before its first occurrence, in a group).
    pub at: usize,
    /// How many bytes it has.
    pub bytes: usize,
    /// Bytes from one occurrence to the next; 0 outside a group.
    pub stride: usize,
}

/// What the bytes of a field hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FieldKind {
    /// Characters.
    #[default]
    Text,
    /// A digit a byte, the sign in the last byte's zone (COBOL `PIC S9(n) DISPLAY`).
    Zoned,
    /// Two digits a byte, the sign in the last half (COBOL `COMP-3`).
    Packed,
    /// A number in characters, with spaces around it and perhaps a sign.
    Number,
}

/// Fields that stand in a record several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name. Never empty.
    pub name: String,
    /// How many times it stands in every record: at least 1.
    pub times: usize,
    /// Its fields, as indexes into [`SourceDefinition::fields`].
    pub fields: Vec<usize>,
    /// In CSV: for each of its fields the field of the definition that holds each occurrence.
    pub(crate) members: Vec<Vec<u32>>,
}

/// How records and fields are framed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Records are lines, fields stand between delimiters.
    Csv(CsvDialect),
    /// Records have the same number of bytes, fields their places in them.
    Fixed(FixedLayout),
}

/// One of the many ways to write CSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvDialect {
    /// The byte between two fields: ASCII, never a quote, CR, LF or 1A.
    pub delimiter: u8,
    /// Where quotes (`"`) may or must stand.
    pub quote: QuoteRule,
    /// What ends a line.
    pub line_end: LineEnd,
    /// Physical lines before the first record, 0 to 9.
    pub header: u8,
    /// What the last header line is good for.
    pub header_names: HeaderNames,
    /// Whether a quoted field may hold line ends.
    pub multiline: bool,
    /// With `multiline`: the longest record that is looked for, in bytes without its line end, 1 to 1 MiB.
    pub max_record: usize,
}

/// Where quotes may or must stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuoteRule {
    /// Every field is quoted; one that is not, even an empty one, breaks its record.
    Always,
    /// A field that begins with a quote is quoted. A quote further on in an unquoted field is data.
    WhenNeeded,
    /// Quotes are data.
    Never,
}

/// What the last header line is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeaderNames {
    /// It holds the field names; in another order than the definition, columns are matched by name.
    Match,
    /// It is skipped unread.
    Ignore,
}

impl SourceDefinition {
    /// The name by which the project calls the charset of the file.
    pub fn charset_name(&self) -> &'static str {
        self.utf16.map_or(self.charset.name(), Utf16::name)
    }

    /// Position of the field called `name`.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// How many times a field stands in a record: more than once only in a group, 0 if there is no such field.
    pub fn times(&self, field: usize) -> usize {
        self.fields.get(field).map_or(0, |field| field.group.map_or(1, |group| self.groups[group].times))
    }

    /// The repeating groups, in the order of the definition.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Position of the group called `name`.
    pub fn group_index(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.name == name)
    }

    /// Whether a field, a column of a CSV file, is also an occurrence of a group's field, under another name.
    pub fn is_in_group(&self, field: usize) -> bool {
        let members = self.groups.iter().flat_map(|group| &group.members).flatten();
        members.into_iter().any(|member| *member as usize == field)
    }

    /// Whether a value fills its field to the last byte, so that what went before may have been cut there; `None` where
    /// nobody said how much the field holds.
    pub fn fills(&self, field: usize, value: &Field<'_>) -> Option<bool> {
        let definition = self.fields.get(field)?;
        match &self.format {
            Format::Fixed(layout) => {
                let text = layout.padding.strip(self.charset, value.bytes);
                let full = text.as_ptr_range().end == value.bytes.as_ptr_range().end;
                Some(full && !text.is_empty() && definition.kind == FieldKind::Text)
            }
            Format::Csv(_) => {
                let first = self.columns_of(field).next().unwrap_or(field);
                let holds = self.fields.get(first)?.holds?;
                let mut bytes = Vec::new();
                value.undouble_into(&mut bytes);
                let length = match (self.utf16, std::str::from_utf8(&bytes)) {
                    (Some(_), Ok(text)) => text.encode_utf16().count() * 2,
                    _ => bytes.len(),
                };
                Some(length == holds)
            }
        }
    }

    /// In CSV: the columns that hold the occurrences of a group's field, which are fields under their own names too.
    pub fn columns_of(&self, field: usize) -> impl Iterator<Item = usize> + '_ {
        let group = self.fields.get(field).and_then(|field| self.groups.get(field.group?));
        let members = group.and_then(|group| {
            let nth = group.fields.iter().position(|known| *known == field)?;
            group.members.get(nth)
        });
        members.into_iter().flatten().map(|column| *column as usize)
    }

    /// The names of the types of records that hold data, each once; empty where all records are of one kind.
    pub fn record_types(&self) -> &[String] {
        &self.record_types.names
    }

    /// Position of the record type called `name`.
    pub fn record_type_index(&self, name: &str) -> Option<usize> {
        self.record_types.names.iter().position(|known| known == name)
    }

    /// Whether a field tells, in whole or in part, of which type its record is.
    pub fn tells_type(&self, field: usize) -> bool {
        match self.record_types.at {
            None => false,
            Some(Spot::Field(at)) => at == field,
            Some(Spot::Bytes { at, bytes }) => {
                let place = self
                    .fields
                    .get(field)
                    .filter(|field| field.group.is_none())
                    .and_then(|field| field.place);
                place.is_some_and(|place| place.at < at + bytes && at < place.at + place.bytes)
            }
        }
    }

    /// Whether the file should have a trailer record (`FMT012` where it has none).
    pub fn has_trailer(&self) -> bool {
        self.record_types.has_trailer()
    }

    /// Whether its trailers declare how many records there are (`FMT010`, `FMT013`).
    pub fn counts_records(&self) -> bool {
        self.record_types.count.is_some()
    }

    /// The fields that are columns of a CSV file: all but those of groups, which are other names for them.
    pub(crate) fn columns(&self) -> &[SourceField] {
        let columns = self.fields.iter().position(|field| field.group.is_some());
        &self.fields[..columns.unwrap_or(self.fields.len())]
    }
}
