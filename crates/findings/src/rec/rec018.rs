use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that only one row may have, perhaps.
pub static REC018: Entry = Entry {
    id: "REC018",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "一つであるはずの値が二つの行にある (要確認)",
        en: "A value that only one row may have, perhaps",
    },
    message: Both {
        ja: "同じ値の行が先にあります ({text})",
        en: "a row with the same value stands before it ({text})",
    },
    advice: Both {
        ja: "どちらの行が正しいか、元の記録で確かめてください",
        en: "look at the original records: which of the rows is right?",
    },
    explanation: Both {
        ja: "一つの行しか持てない値 (例: 現に住民である者の個人番号) を、二つの行が持っています。",
        en: "Two rows have a value that only one may have (such as the 個人番号 of a living resident).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
