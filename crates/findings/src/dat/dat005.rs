use crate::{Both, Disposition, Entry, Group, Severity};

/// A date in the lunar calendar.
pub static DAT005: Entry = Entry {
    id: "DAT005",
    group: Group::Dates,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "旧暦の日付", en: "A date in the lunar calendar" },
    message: Both {
        ja: "明治5年12月2日以前の旧暦の日付です。月日は書かれたまま、年だけを西暦にしました",
        en: "a date before 1873 in the old lunar calendar: the year was converted, month and day stand as written",
    },
    advice: Both {
        ja: "そのままでよいか、戸籍の記載と照らしてください",
        en: "compare it with the koseki, where such dates stand",
    },
    explanation: Both {
        ja: "明治5年12月2日まで日本は太陰太陽暦を使っていました。月日を新暦に換算せず、書かれたまま運びます。",
        en: "Japan used a lunisolar calendar until 明治5-12-02. Month and day are carried as written and not converted to the Gregorian calendar.",
    },
    source: "明治5年太政官布告第337号",
};
