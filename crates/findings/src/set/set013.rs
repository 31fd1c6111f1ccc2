use crate::{Both, Disposition, Entry, Group, Severity};

/// No header line.
pub static SET013: Entry = Entry {
    id: "SET013",
    group: Group::Delivery,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "見出しがない", en: "No header line" },
    message: Both {
        ja: "見出しがないので、列をレイアウトの順に読みました",
        en: "there is no header; the columns were taken in the layout's order",
    },
    advice: Both {
        ja: "並びがレイアウトのとおりかを確かめてください",
        en: "make sure that they stand in that order",
    },
    explanation: Both {
        ja: "最初の行が項目の名前ではなく、列の数はレイアウトの項目の数と同じです。",
        en: "The first line holds no names of items, and there are as many columns as items.",
    },
    source: "",
};
