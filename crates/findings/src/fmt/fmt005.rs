use crate::{Both, Disposition, Entry, Group, Severity};

/// Blank lines.
pub static FMT005: Entry = Entry {
    id: "FMT005",
    group: Group::Framing,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "空行", en: "Blank lines" },
    message: Both { ja: "空行が {actual} 行あります", en: "{actual} blank lines" },
    advice: Both {
        ja: "件数が元のシステムの出力件数と合っているか確かめてください",
        en: "check that the number of records agrees with what the old system says it exported",
    },
    explanation: Both {
        ja: "レコードの間や末尾に空行があります。空行はレコードとして数えません。",
        en: "There are empty lines between or after the records. They are not counted as records.",
    },
    source: "",
};
