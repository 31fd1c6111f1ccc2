use crate::{Both, Disposition, Entry, Group, Severity};

/// An expected figure does not agree.
pub static SET029: Entry = Entry {
    id: "SET029",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "確認した数と合わない", en: "An expected figure does not agree" },
    message: Both {
        ja: "確認した数と合いません ({text})",
        en: "it does not agree with the expected figure ({text})",
    },
    advice: Both {
        ja: "集計の条件と基準日を確かめ、違うなら引渡し側に理由を求めてください",
        en: "check the day and the conditions of the figure; if they are the same, ask for the reason",
    },
    explanation: Both {
        ja: "市区町村が報告書から記入した数と、データを数えた数の差が許容を超えています。",
        en: "The figure that the municipality filled in from its own reports and what counting the data gives differ by more than is tolerated.",
    },
    source: "",
};
