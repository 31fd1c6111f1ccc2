use crate::{Both, Disposition, Entry, Group, Severity};

/// A date with unknown parts.
pub static DAT004: Entry = Entry {
    id: "DAT004",
    group: Group::Dates,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "一部が不詳の日付", en: "A date with unknown parts" },
    message: Both {
        ja: "日付の一部が不詳、またはおよその日付です",
        en: "part of the date is unknown, or the date is approximate",
    },
    advice: Both {
        ja: "不詳のまま移行されます。不詳フラグと表記の項目も対応付けてください",
        en: "it is carried as unknown; map the items for the unknown flag and the written form too",
    },
    explanation: Both {
        ja: "月や日が 00・99・「不詳」・「頃」などの日付です。分かっている部分だけを出力し、分からない部分は 00 のまま運びます。丸めません。",
        en: "Month or day is 00, 99, 不詳, 頃 and the like. What is known is carried, what is not stays 00; nothing is rounded.",
    },
    source: "住民基本台帳事務処理要領 (生年月日の不詳の記載)",
};
