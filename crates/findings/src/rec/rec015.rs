use crate::{Both, Disposition, Entry, Group, Severity};

/// Overlapping periods.
pub static REC015: Entry = Entry {
    id: "REC015",
    group: Group::Record,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "期間が重なる", en: "Overlapping periods" },
    message: Both {
        ja: "期間が別の行と重なります ({text})",
        en: "the period overlaps that of another row ({text})",
    },
    advice: Both {
        ja: "どちらの期間が正しいか、元の記録で確かめてください",
        en: "look at the original records: which period is right?",
    },
    explanation: Both {
        ja: "同じ日に二つの行が有効です。取り消された行は数えません。不詳の部分がある日付は、確かに重なるときだけ指摘します。",
        en: "Two rows are valid on one day. Cancelled rows do not count; a date with unknown parts is reported only where the periods surely overlap.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
