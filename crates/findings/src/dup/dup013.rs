use crate::{Both, Disposition, Entry, Group, Severity};

/// A decision about a protected person.
pub static DUP013: Entry = Entry {
    id: "DUP013",
    group: Group::Duplicate,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "支援措置の人に及ぶ名寄せの決定", en: "A decision about a protected person"
    },
    message: Both {
        ja: "支援措置の人の番号をまとめる決定です。自動では適用しません ({text})",
        en: "a decision would join numbers of a person under 支援措置; it is not carried out ({text})",
    },
    advice: Both {
        ja: "担当課で個別に扱ってください",
        en: "the department in charge must handle it by hand",
    },
    explanation: Both {
        ja: "支援措置を受けている人の番号は、決定があっても自動ではまとめません。",
        en: "Numbers of a person under 支援措置 are never joined automatically, whatever has been decided.",
    },
    source: "",
};
