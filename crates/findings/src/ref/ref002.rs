use crate::{Both, Disposition, Entry, Group, Severity};

/// No such row in the other file, perhaps.
pub static REF002: Entry = Entry {
    id: "REF002",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "参照先の行がない (要確認)", en: "No such row in the other file, perhaps" },
    message: Both {
        ja: "{text} にこの値の行がありません", en: "{text} has no row with this value"
    },
    advice: Both {
        ja: "参照先の行が漏れていないか、番号が変わっていないか確かめてください",
        en: "is the other row missing, or was the number changed?",
    },
    explanation: Both {
        ja: "この項目の値を持つ行が、参照先の移行ファイルにありません。",
        en: "No row of the file that this item points at has its value.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
