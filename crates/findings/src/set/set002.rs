use crate::{Both, Disposition, Entry, Group, Severity};

/// A control total does not agree.
pub static SET002: Entry = Entry {
    id: "SET002",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "検算値が合わない", en: "A control total does not agree" },
    message: Both {
        ja: "検算値が合いません ({text})", en: "a control total does not agree ({text})"
    },
    advice: Both {
        ja: "漏れや重複がないか、検算値の基準日と集計の条件が同じか確かめてください",
        en: "is something missing or doubled? are the day and the conditions of the figure the same?",
    },
    explanation: Both {
        ja: "引き渡された件数・合計表の値と、データを数え直した値が違います。",
        en: "A figure in the delivered table of totals is not what counting the data again gives.",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
