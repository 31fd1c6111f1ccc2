//! One code of the catalogue.

use crate::Both;
use std::fmt;

/// How bad a finding is. Only errors make `convert` end with exit status 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The value or record is wrong.
    Error,
    /// Converted, but a person should look.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// What a finding does to its row, unless the project's `[policy]` says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// The row is not written; its record goes to `rejects/`.
    Reject,
    /// The item is left blank; the row is written.
    Blank,
    /// The value is written as it is.
    Keep,
}

impl Disposition {
    /// `reject`, `blank` or `keep`, as written in `[policy]`.
    pub fn name(self) -> &'static str {
        match self {
            Disposition::Reject => "reject",
            Disposition::Blank => "blank",
            Disposition::Keep => "keep",
        }
    }

    /// The disposition called `name`.
    pub fn from_name(name: &str) -> Option<Disposition> {
        match name {
            "reject" => Some(Disposition::Reject),
            "blank" => Some(Disposition::Blank),
            "keep" => Some(Disposition::Keep),
            _ => None,
        }
    }
}

/// What a code is about: the letters it begins with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// CHR: characters.
    Characters,
    /// FMT: framing of records and fields.
    Framing,
    /// MAP: mapping from vendor fields.
    Mapping,
    /// ITM: one item.
    Item,
    /// COD: code tables.
    Codes,
    /// DAT: dates.
    Dates,
    /// NUM: numbers and check digits.
    Numbers,
    /// REC: across items of a record, and across records.
    Record,
    /// DUP: the same thing twice.
    Duplicate,
    /// REF: references between files.
    Reference,
    /// SET: a delivery, its files.
    Delivery,
}

impl Group {
    /// The heading of the group in the reference page.
    pub fn title(self) -> Both {
        let (ja, en) = match self {
            Group::Characters => ("CHR 文字", "CHR Characters"),
            Group::Framing => ("FMT レコードの切り出し", "FMT Framing"),
            Group::Mapping => ("MAP 対応付け", "MAP Mapping"),
            Group::Item => ("ITM 項目", "ITM Items"),
            Group::Codes => ("COD コード", "COD Code tables"),
            Group::Dates => ("DAT 日付", "DAT Dates"),
            Group::Numbers => ("NUM 番号・数値", "NUM Numbers and check digits"),
            Group::Record => (
                "REC レコード内の項目どうし・レコードどうし",
                "REC Across items of a record, and across records",
            ),
            Group::Duplicate => ("DUP 重複", "DUP Duplicates"),
            Group::Reference => ("REF ファイルどうしの参照", "REF References between files"),
            Group::Delivery => ("SET ファイル・納品物", "SET Files and deliveries"),
        };
        Both { ja, en }
    }
}

/// One code: what it means and what it does. `message` may hold `{expected}`, `{actual}` and `{text}`, which the
/// case's [`Detail`](crate::Detail) fills.
#[derive(Debug)]
pub struct Entry {
    /// Stable: three letters and three digits, such as `DAT002`.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad it is.
    pub severity: Severity,
    /// What it does to the row by default.
    pub disposition: Disposition,
    /// A few words.
    pub title: Both,
    /// What is said of one case.
    pub message: Both,
    /// What the reader should do.
    pub advice: Both,
    /// Why it is a finding: for `explain` and the reference page.
    pub explanation: Both,
    /// The law, standard or table the rule comes from; empty for plain mechanics.
    pub source: &'static str,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A reference to an [`Entry`]; equal when the ids are.
#[derive(Clone, Copy)]
pub struct Code(pub &'static Entry);

impl Code {
    /// The stable id.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// Position in the catalogue, which is also the order in reports.
    pub fn index(self) -> usize {
        crate::CATALOGUE.iter().position(|entry| std::ptr::eq(*entry, self.0)).unwrap_or(usize::MAX)
    }
}

impl From<&'static Entry> for Code {
    fn from(entry: &'static Entry) -> Self {
        Code(entry)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.0.id == other.0.id
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.id.cmp(other.0.id)
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}
