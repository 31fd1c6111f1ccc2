use crate::{Both, Disposition, Entry, Group, Severity};

/// A private character in a Unicode export.
pub static CHR019: Entry = Entry {
    id: "CHR019",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "Unicode の私用領域の文字", en: "A private character in a Unicode export" },
    message: Both {
        ja: "私用領域の文字 {text} が含まれています", en: "holds the private character {text}"
    },
    advice: Both {
        ja: "元のシステムでどの文字を割り当てているかを確かめ、外字表に U+ で始まるコードとして加えてください",
        en: "find out what the old system uses it for, and add it to the gaiji table with its code U+…",
    },
    explanation: Both {
        ja: "Unicode の私用領域 (U+E000–F8FF、15・16面) の文字で、外字表にありません。割り当てはシステムごとに違い、標準の意味はありません。[characters] unmapped に従います。",
        en: "A character of the private use areas (U+E000–F8FF, planes 15 and 16) that the gaiji table does not have. Every system assigns them otherwise; [characters] unmapped decides.",
    },
    source: "The Unicode Standard, 23.5 Private-Use Characters",
};
