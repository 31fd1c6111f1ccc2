use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that does not fit the other items.
pub static REC009: Entry = Entry {
    id: "REC009",
    group: Group::Record,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "ほかの項目と合わない値", en: "A value that does not fit the other items" },
    message: Both {
        ja: "{text} の行の値として合いません", en: "the value does not fit a row with {text}"
    },
    advice: Both {
        ja: "どちらの項目が正しいか、元の記録で確かめてください",
        en: "look at the original record: which of the items is right?",
    },
    explanation: Both {
        ja: "ほかの項目の値から見て、この項目の値が合いません (例: 続柄が「妻」で性別が男)。",
        en: "The value does not fit the other items of the row (such as 続柄 妻 with the sex male).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
