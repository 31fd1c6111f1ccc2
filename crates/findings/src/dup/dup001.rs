use crate::{Both, Disposition, Entry, Group, Severity};

/// Rows with the same key.
pub static DUP001: Entry = Entry {
    id: "DUP001",
    group: Group::Duplicate,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "同じキーの行", en: "Rows with the same key" },
    message: Both {
        ja: "キーが同じ行が先にあります ({text})",
        en: "a row with the same key stands before it ({text})",
    },
    advice: Both {
        ja: "どちらの行が正しいか、元の記録で確かめてください",
        en: "look at the original records: which of the rows is right?",
    },
    explanation: Both {
        ja: "移行ファイルのキーは一行を指します。同じキーの行が二つあれば、受け取る側はどちらかを失います。ここでは行を除きません。",
        en: "The key of a standard file names one row. Where two rows share it, whoever receives them will lose one. No row is removed for it here.",
    },
    source: "",
};
