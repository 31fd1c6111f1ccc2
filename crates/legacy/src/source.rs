//! What a vendor's file looks like: the source definition.

use crate::LineEnd;
use utsushi_text::Charset;

/// How one kind of vendor file is cut into records and fields, and what the fields are called.
///
/// Read from `source/<name>.toml` by [`SourceDefinition::from_toml`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDefinition {
    /// How the bytes stand for characters. This crate decodes nothing but the header's names.
    pub charset: Charset,
    /// How records and fields are framed.
    pub format: Format,
    /// The fields of a record in the order of the definition: at least one, every name once.
    pub fields: Vec<SourceField>,
}

/// One field of the vendor's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceField {
    /// The name by which a mapping, and the file's header, call it. Never empty.
    pub name: String,
    /// What people should know about it; empty where there is nothing to say.
    pub note: String,
}

/// How records and fields are framed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Records are lines, fields stand between delimiters.
    Csv(CsvDialect),
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
    /// Position of the field called `name`.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    pub(crate) fn csv(&self) -> &CsvDialect {
        match &self.format {
            Format::Csv(dialect) => dialect,
        }
    }
}
