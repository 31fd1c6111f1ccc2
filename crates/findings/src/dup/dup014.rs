use crate::{Both, Disposition, Entry, Group, Severity};

/// A decision that joins two individual numbers.
pub static DUP014: Entry = Entry {
    id: "DUP014",
    group: Group::Duplicate,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both {
        ja: "個人番号の違う人をまとめる決定", en: "A decision that joins two individual numbers"
    },
    message: Both {
        ja: "有効な個人番号が違う人を同一とする決定です ({text})",
        en: "a decision says that persons with different valid 個人番号 are one ({text})",
    },
    advice: Both {
        ja: "どちらかの個人番号が誤りでないか確かめてください",
        en: "is one of the 個人番号 wrong?",
    },
    explanation: Both {
        ja: "個人番号は一人に一つです。有効な番号が違えば、同一とする決定を使いません。",
        en: "A person has one 個人番号. Where two valid ones differ, a decision that they are one person is not carried out.",
    },
    source: "",
};
