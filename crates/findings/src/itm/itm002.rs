use crate::{Both, Disposition, Entry, Group, Severity};

/// Too many characters.
pub static ITM002: Entry = Entry {
    id: "ITM002",
    group: Group::Item,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "桁数の超過", en: "Too many characters" },
    message: Both {
        ja: "{expected} 桁までの項目に {actual} 桁あります",
        en: "{actual} characters in an item of at most {expected}",
    },
    advice: Both {
        ja: "値を確かめてください。短くするかどうかは原課の判断です (自動では切りません)",
        en: "look at the value; whether and how to shorten it is for the department to decide (it is never cut for you)",
    },
    explanation: Both {
        ja: "値の文字数が桁数を超えています。異体字セレクターは文字数に数えません。値を切り詰めることはしません。",
        en: "The value has more characters than the layout allows (a base with its variation selector counts as one). It is never truncated.",
    },
    source: "layouts: digits",
};
