use crate::{Both, Disposition, Entry, Group, Severity};

/// Not exactly one latest row, perhaps.
pub static REC014: Entry = Entry {
    id: "REC014",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "最新の行が一つでない (要確認)", en: "Not exactly one latest row, perhaps"
    },
    message: Both {
        ja: "最新の行は {expected} 行のはずですが、{actual} 行目です (0 は一つもない)",
        en: "there should be {expected} latest row; this is number {actual} (0: there is none)",
    },
    advice: Both {
        ja: "どの行が最新か、元の記録で確かめてください",
        en: "look at the original records: which row is the latest?",
    },
    explanation: Both {
        ja: "履歴のうち取り消されていない行では、最新の行がちょうど一つでなければなりません。",
        en: "Of the rows of a history that are not cancelled exactly one must be the latest.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
