use crate::{Both, Disposition, Entry, Group, Severity};

/// Dates in the wrong order, perhaps.
pub static REC002: Entry = Entry {
    id: "REC002",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "日付の前後が逆 (要確認)", en: "Dates in the wrong order, perhaps" },
    message: Both { ja: "「{text}」より前の日付です", en: "the date lies before that of {text}" },
    advice: Both {
        ja: "どちらの項目が正しいか、元の記録で確かめてください",
        en: "look at the original record: which of the items is right?",
    },
    explanation: Both {
        ja: "一つの行の中で、後であるはずの日付が先の日付より前にあります。不詳の部分がある日付は、確かに前後が逆のときだけ指摘します。",
        en: "Within one row a date that should come later lies before an earlier one. A date with unknown parts is reported only where the order is surely wrong.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
