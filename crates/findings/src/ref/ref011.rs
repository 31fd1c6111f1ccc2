use crate::{Both, Disposition, Entry, Group, Severity};

/// The number of rows is not what the item says, perhaps.
pub static REF011: Entry = Entry {
    id: "REF011",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "行数が項目の値と違う (要確認)",
        en: "The number of rows is not what the item says, perhaps",
    },
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
