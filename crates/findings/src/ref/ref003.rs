use crate::{Both, Disposition, Entry, Group, Severity};

/// The row it points at was not migrated.
pub static REF003: Entry = Entry {
    id: "REF003",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "参照先の行が移行されない", en: "The row it points at was not migrated" },
    message: Both {
        ja: "参照先の行は出力されていません ({text})",
        en: "the row it points at was not written ({text})",
    },
    advice: Both {
        ja: "参照先の行の指摘を先に直してください", en: "correct the finding on that row first"
    },
    explanation: Both {
        ja: "参照先の行は元のデータにありますが、除かれたか移行対象外になりました。元はその行の指摘か規則で、この行ではありません。",
        en: "The row exists in the old data, but was rejected or left behind. The cause is that row's finding or rule, not this row.",
    },
    source: "",
};
