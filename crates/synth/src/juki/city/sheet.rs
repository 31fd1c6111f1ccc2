//! What a vendor file looks like: its columns, and how wide they are where the export is of fixed width.

/// How the bytes of a column are written in fixed width; CSV writes all values as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Padded with spaces (20).
    Half,
    /// Padded with full-width spaces (8140).
    Wide,
    /// An era digit and YYMMDD, zeros for a blank: `S550401` is `3550401`.
    Date,
    /// A number, zoned: digits, the last with the sign of a positive number (7B, 41–49).
    Zoned,
}

/// One column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Column {
    pub name: &'static str,
    pub bytes: usize,
    pub kind: Kind,
}

pub(crate) const fn half(name: &'static str, bytes: usize) -> Column {
    Column { name, bytes, kind: Kind::Half }
}

pub(crate) const fn wide(name: &'static str, characters: usize) -> Column {
    Column { name, bytes: 2 * characters, kind: Kind::Wide }
}

pub(crate) const fn date(name: &'static str) -> Column {
    Column { name, bytes: 7, kind: Kind::Date }
}

pub(crate) const fn zoned(name: &'static str, bytes: usize) -> Column {
    Column { name, bytes, kind: Kind::Zoned }
}

/// Columns that stand in a record several times, behind all others.
#[derive(Debug)]
pub(crate) struct Group {
    pub name: &'static str,
    pub times: usize,
    pub columns: &'static [Column],
}

/// A kind of vendor file.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The name of the file, without part and extension.
    pub name: &'static str,
    /// What the old system calls it.
    pub title: &'static str,
    /// The name of the job that reads it, and of its source definition.
    pub job: &'static str,
    /// Record types, by the value of the first column; none where all records are alike.
    pub types: &'static [(&'static str, &'static str)],
    pub columns: &'static [Column],
    pub group: Option<Group>,
    /// In fixed width, records end in CRLF.
    pub line_ends: bool,
}

/// The name of the column that tells record types apart.
pub(crate) const TYPE: &str = "レコード種別";
/// The name of the column by which records are marked as deleted.
pub(crate) const DELETED: &str = "削除フラグ";
/// In fixed width every record begins with two bytes that say what it is: header, trailer, or a type.
pub(crate) const HEADER: &str = "HD";
pub(crate) const TRAILER: &str = "TR";
pub(crate) const DATA: &str = "DT";
/// Digits of the count in a trailer, behind its two bytes.
pub(crate) const COUNT_BYTES: usize = 9;

impl Sheet {
    /// All columns in order, those of the group as often as they stand there.
    pub fn all(&self) -> impl Iterator<Item = Column> + '_ {
        let group = self.group.iter().flat_map(|group| {
            std::iter::repeat_n(group.columns, group.times).flat_map(|columns| columns.iter().copied())
        });
        self.columns.iter().copied().chain(group)
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.columns.len() + self.group.as_ref().map_or(0, |group| group.times * group.columns.len())
    }

    /// Whether the first column is the record type.
    pub fn typed(&self) -> bool {
        !self.types.is_empty()
    }

    /// Bytes of a record of fixed width, without its line end.
    pub fn record_bytes(&self) -> usize {
        let columns: usize = self.all().map(|column| column.bytes).sum();
        columns + if self.typed() { 0 } else { DATA.len() }
    }

    /// Where a column stands; the first of them in a group.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.all().position(|column| column.name == name)
    }

    /// The columns' names in the header of a CSV file: those of a group have a number behind them.
    pub fn headings(&self) -> Vec<String> {
        let mut names: Vec<String> = self.columns.iter().map(|column| column.name.to_owned()).collect();
        if let Some(group) = &self.group {
            for nth in 1..=group.times {
                names.extend(group.columns.iter().map(|column| format!("{}{nth}", column.name)));
            }
        }
        names
    }
}
