use crate::{Both, Disposition, Entry, Group, Severity};

/// A date at a time when it cannot be.
pub static REC007: Entry = Entry {
    id: "REC007",
    group: Group::Record,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "ありえない時期の日付", en: "A date at a time when it cannot be" },
    message: Both {
        ja: "{text} との前後が合いません", en: "the date is on the wrong side of {text}"
    },
    advice: Both {
        ja: "日付の入力誤りでないか確かめてください", en: "check the date for a slip"
    },
    explanation: Both {
        ja: "制度が始まる前の日付など、その項目ではありえない時期の日付です (例: 外国人住民となった年月日は2012年7月9日以後)。",
        en: "The date lies where it cannot, such as before the day on which what it records began by law (2012-07-09 for foreign residents).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
