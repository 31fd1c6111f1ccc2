use crate::{Both, Disposition, Entry, Group, Severity};

/// A decision that other decisions contradict.
pub static DUP012: Entry = Entry {
    id: "DUP012",
    group: Group::Duplicate,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both {
        ja: "ほかの決定とつながらない名寄せの決定",
        en: "A decision that other decisions contradict",
    },
    message: Both {
        ja: "ほかの行をたどると、この決定と合いません ({text})",
        en: "by way of other lines this decision cannot be ({text})",
    },
    advice: Both {
        ja: "つながる決定をまとめて見直してください",
        en: "look again at all the decisions that hang together",
    },
    explanation: Both {
        ja: "A と B、B と C が同一なら、A と C も同一です。そのうち二つが別人とされ、又は残す番号が二つあれば、そのつながり全体を使いません。",
        en: "Where A and B are one person, and B and C, so are A and C. Where two of them are said to be different, or two numbers are to stay, none of the chain is carried out.",
    },
    source: "",
};
