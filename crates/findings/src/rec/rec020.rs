use crate::{Both, Disposition, Entry, Group, Severity};

/// Not exactly one such row in a group, perhaps.
pub static REC020: Entry = Entry {
    id: "REC020",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "まとまりに一つの行が一つでない (要確認)",
        en: "Not exactly one such row in a group, perhaps",
    },
    message: Both {
        ja: "このまとまりに {expected} 行のはずですが、{actual} 行目です (0 は一つもない)",
        en: "there should be {expected} such row in the group; this is number {actual} (0: there is none)",
    },
    advice: Both {
        ja: "元の記録で確かめてください。正しいこともあります",
        en: "look at the original records; it may be right",
    },
    explanation: Both {
        ja: "一つのまとまりにちょうど一つあるはずの行が、ないか、二つ以上あります (例: 世帯の世帯主)。",
        en: "A group has none or several of the rows of which it should have exactly one (such as the head of a household).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
