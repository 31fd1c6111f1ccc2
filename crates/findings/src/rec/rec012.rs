use crate::{Both, Disposition, Entry, Group, Severity};

/// A period of the wrong length, perhaps.
pub static REC012: Entry = Entry {
    id: "REC012",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "期間の長さが合わない (要確認)", en: "A period of the wrong length, perhaps"
    },
    message: Both {
        ja: "「{text}」から数えた期間と合いません",
        en: "the date does not agree with the period counted from {text}",
    },
    advice: Both {
        ja: "どちらの項目が正しいか、元の記録で確かめてください",
        en: "look at the original record: which of the items is right?",
    },
    explanation: Both {
        ja: "始まりの日から決まった年数の期間、または保存期限の日付が合いません。",
        en: "A period of fixed years, or the end of a retention period, does not agree with the day it is counted from.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
