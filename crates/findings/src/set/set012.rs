use crate::{Both, Disposition, Entry, Group, Severity};

/// Columns in another order.
pub static SET012: Entry = Entry {
    id: "SET012",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "列の並びが違う", en: "Columns in another order" },
    message: Both {
        ja: "列の並びがレイアウトと違います。見出しの名前で対応させました",
        en: "the columns stand in another order than the layout's; they were matched by their names",
    },
    advice: Both {
        ja: "受入先が位置で読むなら、並びを直して出し直してもらってください",
        en: "if the receiving system reads by position, ask for the layout's order",
    },
    explanation: Both {
        ja: "見出しの名前はレイアウトの項目ですが、順が違います。",
        en: "The header has the layout's items, in another order.",
    },
    source: "",
};
