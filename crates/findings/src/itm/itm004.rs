use crate::{Both, Disposition, Entry, Group, Severity};

/// Too many bytes.
pub static ITM004: Entry = Entry {
    id: "ITM004",
    group: Group::Item,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "バイト数の超過", en: "Too many bytes" },
    message: Both {
        ja: "{expected} バイトまでの項目に {actual} バイトあります",
        en: "{actual} bytes in an item of at most {expected}",
    },
    advice: Both {
        ja: "値を確かめてください。短くするかどうかは原課の判断です (自動では切りません)",
        en: "look at the value; whether and how to shorten it is for the department to decide (it is never cut for you)",
    },
    explanation: Both {
        ja: "値を UTF-8 で書いたときのバイト数が上限を超えています。",
        en: "The value, written in UTF-8, is longer than the layout's limit in bytes.",
    },
    source: "layouts: bytes",
};
