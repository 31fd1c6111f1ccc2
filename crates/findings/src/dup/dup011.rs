use crate::{Both, Disposition, Entry, Group, Severity};

/// Decisions that contradict each other.
pub static DUP011: Entry = Entry {
    id: "DUP011",
    group: Group::Duplicate,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "食い違う名寄せの決定", en: "Decisions that contradict each other" },
    message: Both {
        ja: "同じ二つの宛名番号に、違う決定があります ({text})",
        en: "two decisions about the same two 宛名番号 differ ({text})",
    },
    advice: Both {
        ja: "どちらが正しいか確かめ、決定ファイルの一方を直してください",
        en: "which of them is right? correct the file of decisions",
    },
    explanation: Both {
        ja: "同じ組に「同一」と「別人」が、又は違う残す番号が書かれています。どちらも使いません。",
        en: "The same pair is said to be one person and two, or two different numbers are to stay. Neither line is carried out.",
    },
    source: "",
};
