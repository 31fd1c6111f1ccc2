use crate::{Both, Disposition, Entry, Group, Severity};

/// The number of rows is not what the item says.
pub static REF010: Entry = Entry {
    id: "REF010",
    group: Group::Reference,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "行数が項目の値と違う", en: "The number of rows is not what the item says" },
    message: Both {
        ja: "この項目は {expected} ですが、参照先の行は {actual} 行です",
        en: "the item says {expected}, and there are {actual} rows",
    },
    advice: Both {
        ja: "漏れている行か、数の誤りがないか確かめてください",
        en: "is a row missing, or the number wrong?",
    },
    explanation: Both {
        ja: "参照先の行数がこの項目の値と違います (例: 世帯員数)。",
        en: "The number of rows that belong to this one is not the item's value (such as 世帯員数).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
