use crate::{Both, Disposition, Entry, Group, Severity};

/// A date that never was.
pub static DAT002: Entry = Entry {
    id: "DAT002",
    group: Group::Dates,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "存在しない日付", en: "A date that never was" },
    message: Both { ja: "暦にない日付です", en: "there was no such day" },
    advice: Both {
        ja: "元の値を確かめてください。日が分からないなら、不詳として登録し直してください",
        en: "look at the original; if the day is unknown, record it as unknown",
    },
    explanation: Both {
        ja: "1945年2月29日のように、暦に存在しない日付です。不詳の日付とは区別し、近い日に丸めることはしません。",
        en: "Such as 1945-02-29. It is an error and not an unknown date, and it is never moved to a neighbouring day.",
    },
    source: "グレゴリオ暦 (明治5年太政官布告第337号)",
};
