use crate::{Both, Disposition, Entry, Group, Severity};

/// A row that is equal to another in every item.
pub static DUP002: Entry = Entry {
    id: "DUP002",
    group: Group::Duplicate,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both {
        ja: "重複として除いた行 (内容も同じ)",
        en: "A row removed as a duplicate: equal in every item",
    },
    message: Both {
        ja: "同じキーで、内容もすべて同じ行が残っているので除きました (残した行: {text})",
        en: "removed: a row with the same key and the same values stays ({text})",
    },
    advice: Both {
        ja: "何もいりません。除いた行は duplicates/ にあります",
        en: "nothing needs to be done; what was removed stands in duplicates/",
    },
    explanation: Both {
        ja: "変換した後の値が全項目で一致する行は、一つだけ残します。誤りで空にした項目のある行は、元のレコードがバイト単位で同じときだけ同じとみなします。除いた行にほかの指摘は出しません。",
        en: "Of rows that are equal in every item after conversion one stays. Rows with an item that an error has blanked are equal only if their records are, byte for byte. No other finding is told of a removed row.",
    },
    source: "",
};
