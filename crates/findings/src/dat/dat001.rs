use crate::{Both, Disposition, Entry, Group, Severity};

/// Not a date.
pub static DAT001: Entry = Entry {
    id: "DAT001",
    group: Group::Dates,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "日付として読めない値", en: "Not a date" },
    message: Both { ja: "日付として読めません", en: "cannot be read as a date" },
    advice: Both {
        ja: "元の値と、mapping で対応付けた元の項目が正しいかを確かめてください",
        en: "check the value, and that the mapping feeds the item from the right field",
    },
    explanation: Both {
        ja: "和暦 (S550401・3550401・昭55.4.1 など) や西暦 (19800401・1980/4/1 など) のどの形にも当たりません。元号のない2桁の年は推測しません。",
        en: "None of the written forms fits: Japanese eras (S550401, 3550401, 昭55.4.1 …) or the Gregorian calendar (19800401, 1980/4/1 …). A two-digit year without an era is never guessed.",
    },
    source: "",
};
