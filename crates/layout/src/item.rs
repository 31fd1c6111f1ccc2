//! One item of a file.

/// What may stand in an item. `digits` counts characters in every type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemType {
    /// Any characters of the repertoire: names, addresses, remarks.
    Text,
    /// Full-width katakana, spaces and the marks that go with them.
    Kana,
    /// Printable ASCII: codes and numbers with letters or hyphens.
    Ascii,
    /// ASCII digits only: numbers that are names, kept as text with their leading zeros.
    Digits,
    /// A value of the item's code table.
    Code,
    /// `YYYYMMDD`; an unknown month or day is `00`.
    Date,
    /// A signed whole number: yen, counts.
    Integer,
    /// A signed number with the declared number of decimals.
    Decimal,
}

impl ItemType {
    /// Every type.
    pub const ALL: [ItemType; 8] = [
        ItemType::Text,
        ItemType::Kana,
        ItemType::Ascii,
        ItemType::Digits,
        ItemType::Code,
        ItemType::Date,
        ItemType::Integer,
        ItemType::Decimal,
    ];

    /// The name in a layout's `type` column.
    pub fn name(self) -> &'static str {
        match self {
            ItemType::Text => "text",
            ItemType::Kana => "kana",
            ItemType::Ascii => "ascii",
            ItemType::Digits => "digits",
            ItemType::Code => "code",
            ItemType::Date => "date",
            ItemType::Integer => "integer",
            ItemType::Decimal => "decimal",
        }
    }

    /// The type called `name`.
    pub fn from_name(name: &str) -> Option<ItemType> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a wrong value may be kept as it is (`keep` in `[policy]`): only free text can hold it.
    pub fn can_keep(self) -> bool {
        matches!(self, ItemType::Text | ItemType::Kana | ItemType::Ascii)
    }

    /// Whether it is a number in Parquet.
    pub fn is_number(self) -> bool {
        matches!(self, ItemType::Integer | ItemType::Decimal)
    }
}

/// One item, as a line of `<file>.csv` declares it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Number in the standard.
    pub number: u32,
    /// Name as the standard spells it: 宛名番号.
    pub name: String,
    /// ASCII name: `address_number`. The column's name in `data/`.
    pub slug: String,
    /// Part of the file's key. A row without its key is rejected.
    pub key: bool,
    /// A blank is a finding.
    pub required: bool,
    /// What may stand in it.
    pub kind: ItemType,
    /// Most characters (a base with its variation selector is one).
    pub digits: u32,
    /// Most bytes in UTF-8, where the layout limits them.
    pub bytes: Option<u32>,
    /// Decimals of a [`ItemType::Decimal`].
    pub decimals: u8,
    /// Name of the code table of a [`ItemType::Code`].
    pub code_table: Option<String>,
    /// What the item is to rules: `address_number`, `birth_date` …
    pub role: Option<String>,
    /// Values are never shown in clear, not even with `--unmask`.
    pub sensitive: bool,
    /// The statute, form or practice it comes from.
    pub source: String,
    /// Remarks.
    pub notes: String,
}

impl Item {
    /// Whether it holds a name or an address, which old systems cut to the length of their field (DOMAIN: "over-long
    /// names were cut by bytes and go on in a memo").
    pub fn may_be_cut(&self) -> bool {
        let roles = ["name", "name_kanji", "name_roman", "alias_name", "household_head_name", "address"];
        self.role.as_deref().is_some_and(|role| roles.contains(&role))
    }

    /// Whether most values differ from row to row, so that a dictionary would only cost.
    pub fn mostly_unique(&self) -> bool {
        self.key
            || matches!(
                self.role.as_deref(),
                Some("individual_number" | "resident_code" | "name" | "name_kana" | "address")
            )
    }
}
