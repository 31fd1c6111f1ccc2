use crate::{Both, Disposition, Entry, Group, Severity};

/// A date outside its era.
pub static DAT003: Entry = Entry {
    id: "DAT003",
    group: Group::Dates,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "元号の範囲を外れた日付", en: "A date outside its era" },
    message: Both {
        ja: "元号の期間を外れています。年を換算して出力しました",
        en: "the date lies outside its era; it was converted by its year",
    },
    advice: Both {
        ja: "改元前後の日付か入力誤りかを確かめてください",
        en: "check whether it is a date around a change of era or a slip",
    },
    explanation: Both {
        ja: "昭和64年4月1日や平成31年5月1日のように、その元号の期間にない日付です。古いシステムでは改元後の日付を旧元号のまま持つことがあるため、換算して警告します。",
        en: "Such as 昭和64-04-01 or 平成31-05-01. Old systems often keep the old era for later dates, so the date is converted, with this warning.",
    },
    source: "元号を改める政令 (昭和64年政令第1号、平成31年政令第143号)",
};
