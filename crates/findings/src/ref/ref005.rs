use crate::{Both, Disposition, Entry, Group, Severity};

/// Not valid on the day of the record, perhaps.
pub static REF005: Entry = Entry {
    id: "REF005",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "記録の日に有効でない参照先 (要確認)",
        en: "Not valid on the day of the record, perhaps",
    },
    message: Both {
        ja: "{text} のこの値の行は、記録の日に有効ではありません",
        en: "{text} has this value, but not on the day of the record",
    },
    advice: Both {
        ja: "マスタの適用期間か、記録の日付を確かめてください",
        en: "look at the period of the master's row, or the date of the record",
    },
    explanation: Both {
        ja: "値は参照先にありますが、適用開始・適用終了の期間が記録の日を含みません。",
        en: "The value exists in the other file, but the period of its row does not hold the day of the record.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
